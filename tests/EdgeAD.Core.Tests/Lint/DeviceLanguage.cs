using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace EdgeAD.Core.Tests.Lint;

/// <summary>
/// Finds what compiles for .NET and then does not compile, crashes or silently misbehaves on nanoFramework v1: generics, Action&lt;T&gt;, LINQ, async,
/// spans, yield, records, tuples, nullable value types, int[,], checked, default interface methods, Enum.ToString, and library types that v1's
/// core library does not have. In code that runs per part, also allocations.
/// </summary>
internal static class DeviceLanguage
{
    private static readonly HashSet<string> KnownTypes =
    [
        "void", "object", "string", "bool", "byte", "sbyte", "char", "short", "ushort", "int", "uint", "long", "ulong", "float", "double",
        "System.Array", "System.Attribute", "System.Enum", "System.ValueType", "System.IDisposable", "System.Exception",
        "System.ArgumentException", "System.ArgumentNullException", "System.ArgumentOutOfRangeException", "System.IndexOutOfRangeException",
        "System.InvalidOperationException", "System.NotSupportedException", "System.ObjectDisposedException",
        "System.Reflection.AssemblyTitleAttribute", "System.Reflection.AssemblyVersionAttribute",
        "System.Runtime.CompilerServices.MethodImplAttribute", "System.Runtime.CompilerServices.MethodImplOptions",
    ];

    private static readonly MetadataReference[] Platform =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToArray();

    /// <summary>Checks sources.</summary>
    /// <param name="sources">Files to check.</param>
    /// <param name="context">Files that only help to understand them.</param>
    /// <param name="allocationFree">Also refuse allocations outside constructors and initialisers.</param>
    public static List<Finding> Check(
        IEnumerable<(string Path, string Text)> sources, IEnumerable<(string Path, string Text)> context, bool allocationFree)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var trees = sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, options, source.Path)).ToList();
        var others = context.Select(source => CSharpSyntaxTree.ParseText(source.Text, options, source.Path));
        var compilation = CSharpCompilation.Create(
            "lint", trees.Concat(others), Platform, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true));

        var findings = new List<Finding>();
        foreach (var tree in trees)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes())
            {
                string? rule = ForbiddenSyntax(node) ?? ForbiddenMeaning(node, model) ?? (allocationFree ? Allocation(node) : null);
                if (rule is not null)
                    findings.Add(At(tree, node.SpanStart, rule, node.ToString()));
            }

            foreach (var token in tree.GetRoot().DescendantTokens())
            {
                if (ForbiddenModifier(token) is { } rule)
                    findings.Add(At(tree, token.SpanStart, rule, token.Text));
            }
        }

        return findings;
    }

    private static string? ForbiddenSyntax(SyntaxNode node) => node switch
    {
        TypeParameterListSyntax => "own generic",
        GenericNameSyntax => "generic type",
        QueryExpressionSyntax => "LINQ",
        AwaitExpressionSyntax => "async",
        YieldStatementSyntax => "yield",
        RecordDeclarationSyntax => "record",
        TupleTypeSyntax or TupleExpressionSyntax or ParenthesizedVariableDesignationSyntax => "tuple",
        NullableTypeSyntax => "nullable type",
        ArrayRankSpecifierSyntax { Rank: > 1 } => "rectangular array",
        CheckedExpressionSyntax or CheckedStatementSyntax => "checked",
        MethodDeclarationSyntax { Parent: InterfaceDeclarationSyntax } method when method.Body is not null || method.ExpressionBody is not null
            => "default interface method",
        PropertyDeclarationSyntax { Parent: InterfaceDeclarationSyntax } property when HasBody(property) => "default interface method",
        InterpolatedStringExpressionSyntax => "interpolated string",
        SwitchExpressionSyntax => "switch expression",
        CollectionExpressionSyntax => "collection expression",
        ImplicitStackAllocArrayCreationExpressionSyntax or StackAllocArrayCreationExpressionSyntax => "stackalloc",
        RangeExpressionSyntax => "range",
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression } => "index from the end",
        WithExpressionSyntax => "with",
        LiteralExpressionSyntax { RawKind: (int)SyntaxKind.Utf8StringLiteralExpression } => "u8 literal",
        AnonymousFunctionExpressionSyntax => "lambda",
        AnonymousObjectCreationExpressionSyntax => "anonymous type",
        PointerTypeSyntax or UnsafeStatementSyntax => "unsafe",
        UsingDirectiveSyntax { Name: { } name } when !IsKnownNamespace(name.ToString()) => "namespace",
        AccessorDeclarationSyntax { RawKind: (int)SyntaxKind.InitAccessorDeclaration } => "init",
        _ => null,
    };

    private static string? ForbiddenModifier(SyntaxToken token) => token.Kind() switch
    {
        SyntaxKind.AsyncKeyword => "async",
        SyntaxKind.RequiredKeyword => "required",
        SyntaxKind.UnsafeKeyword => "unsafe",
        SyntaxKind.RefKeyword or SyntaxKind.OutKeyword or SyntaxKind.InKeyword when token.Parent is ParameterSyntax or ArgumentSyntax => "by reference",
        _ => null,
    };

    private static string? ForbiddenMeaning(SyntaxNode node, SemanticModel model)
    {
        switch (node)
        {
            case InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "ToString" } call }
                when IsEnum(model.GetTypeInfo(call.Expression).Type):
                return "Enum.ToString";
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum
                when model.GetTypeInfo(sum).Type?.SpecialType == SpecialType.System_String
                     && (IsEnum(model.GetTypeInfo(sum.Left).Type) || IsEnum(model.GetTypeInfo(sum.Right).Type)):
                return "Enum.ToString";
            case InvocationExpressionSyntax invocation when model.GetSymbolInfo(invocation).Symbol is { Name: "Format" } symbol
                                                            && symbol.ContainingType.SpecialType == SpecialType.System_String:
                return "string.Format";
            case ForEachStatementSyntax loop when model.GetTypeInfo(loop.Expression).Type is not IArrayTypeSymbol:
                return "foreach over something else than an array";
            case OmittedArraySizeExpressionSyntax:
                return null;
            case ExpressionSyntax expression:
                return UnknownType(model.GetTypeInfo(expression).Type ?? model.GetSymbolInfo(expression).Symbol as ITypeSymbol);
            default:
                return null;
        }
    }

    private static string? UnknownType(ITypeSymbol? type)
    {
        while (type is IArrayTypeSymbol array)
            type = array.ElementType;

        if (type is not INamedTypeSymbol named || named.Locations.Any(location => location.IsInSource))
            return null;

        return KnownTypes.Contains(named.ToDisplayString()) ? null : "unknown library type " + named.ToDisplayString();
    }

    /// <summary>Objects may be made in constructors, initialisers and on the way to a throw.</summary>
    private static string? Allocation(SyntaxNode node)
    {
        bool allocates = node is BaseObjectCreationExpressionSyntax or ArrayCreationExpressionSyntax or ImplicitArrayCreationExpressionSyntax;
        if (!allocates)
            return null;

        foreach (var above in node.Ancestors())
        {
            if (above is ConstructorDeclarationSyntax or FieldDeclarationSyntax or ThrowStatementSyntax or ThrowExpressionSyntax
                or PropertyDeclarationSyntax { Initializer: not null })
            {
                return null;
            }
        }

        return "allocation";
    }

    private static bool IsKnownNamespace(string name) =>
        name is "System" or "System.Reflection" or "System.Runtime.CompilerServices" || name.StartsWith("EdgeAD.", StringComparison.Ordinal);

    private static bool HasBody(PropertyDeclarationSyntax property) =>
        property.ExpressionBody is not null
        || property.AccessorList?.Accessors.Any(accessor => accessor.Body is not null || accessor.ExpressionBody is not null) == true;

    private static bool IsEnum(ITypeSymbol? type) => type?.TypeKind == TypeKind.Enum || type?.SpecialType == SpecialType.System_Enum;

    private static Finding At(SyntaxTree tree, int position, string rule, string text)
    {
        string line = text.Split('\n')[0];
        return new Finding(tree.FilePath, tree.GetLineSpan(new(position, 0)).StartLinePosition.Line + 1, rule, line);
    }
}
