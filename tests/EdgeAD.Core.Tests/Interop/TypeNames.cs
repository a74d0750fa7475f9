using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace EdgeAD.Core.Tests.Interop;

/// <summary>Names of parameter types in native method names. Whatever interop should not use throws.</summary>
internal sealed class TypeNames : ISignatureTypeProvider<string, object?>
{
    public string GetPrimitiveType(PrimitiveTypeCode code) => code switch
    {
        PrimitiveTypeCode.Void => "VOID",
        PrimitiveTypeCode.Boolean => "BOOLEAN",
        PrimitiveTypeCode.Byte => "U1",
        PrimitiveTypeCode.Int32 => "I4",
        PrimitiveTypeCode.Int64 => "I8",
        PrimitiveTypeCode.Single => "R4",
        _ => throw Refused(code.ToString()),
    };

    public string GetSZArrayType(string element) => "SZARRAY_" + element;

    public string GetByReferenceType(string element) => throw Refused("ref " + element);

    public string GetPointerType(string element) => throw Refused(element + "*");

    public string GetArrayType(string element, ArrayShape shape) => throw Refused(element + "[,]");

    public string GetGenericInstantiation(string generic, ImmutableArray<string> arguments) => throw Refused(generic);

    public string GetGenericMethodParameter(object? context, int index) => throw Refused("T");

    public string GetGenericTypeParameter(object? context, int index) => throw Refused("T");

    public string GetFunctionPointerType(MethodSignature<string> signature) => throw Refused("function pointer");

    public string GetModifiedType(string modifier, string unmodified, bool isRequired) => throw Refused(modifier);

    public string GetPinnedType(string element) => throw Refused(element);

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte kind) => throw Refused("own type");

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte kind) => throw Refused("library type");

    public string GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte kind) => throw Refused("type");

    private static NotSupportedException Refused(string type) => new($"{type} does not belong into an interop signature: primitives and arrays only.");
}
