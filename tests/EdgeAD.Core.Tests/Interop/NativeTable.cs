using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace EdgeAD.Core.Tests.Interop;

/// <summary>
/// The native method table of an interop assembly as nanoFramework's metadata processor lays it out, and the checksum by which the runtime
/// tells that managed and native side belong together: types by full name, of each type virtual, then instance, then static methods; one entry per
/// method, empty for those with a body.
/// </summary>
internal sealed class NativeTable
{
    private readonly MetadataReader metadata;
    private readonly byte[] assembly;
    private readonly List<string> entries = [];
    private uint crc;
    private bool anyNative;

    private NativeTable(MetadataReader metadata)
    {
        this.metadata = metadata;
        assembly = Ascii(metadata.GetString(metadata.GetAssemblyDefinition().Name));
        foreach (TypeDefinition type in metadata.TypeDefinitions.Select(metadata.GetTypeDefinition).OrderBy(FullName, StringComparer.Ordinal))
        {
            if (FullName(type) != ".<Module>")
                Add(type);
        }
    }

    /// <summary>Name and signature of each entry, as the native side declares it; NULL for methods with a body.</summary>
    public IReadOnlyList<string> Entries => entries;

    /// <summary>The checksum; 0 without native methods.</summary>
    public uint Checksum => anyNative ? crc : 0;

    /// <summary>Reads a compiled assembly.</summary>
    public static NativeTable Of(byte[] image)
    {
        using var file = new PEReader(new MemoryStream(image));
        return new NativeTable(file.GetMetadataReader());
    }

    /// <summary>CRC-32/MPEG-2 without its initial value: most significant bit first, nothing reflected, nothing inverted.</summary>
    public static uint Crc(byte[] bytes, uint crc)
    {
        foreach (byte value in bytes)
        {
            crc ^= (uint)value << 24;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 0x80000000) != 0 ? (crc << 1) ^ 0x04C11DB7 : crc << 1;
        }

        return crc;
    }

    private static byte[] Ascii(string text) => Encoding.ASCII.GetBytes(text);

    private string FullName(TypeDefinition type) => metadata.GetString(type.Namespace) + "." + metadata.GetString(type.Name);

    private void Add(TypeDefinition type)
    {
        string owner = FullName(type).TrimStart('.').Replace('.', '_');
        bool counts = (type.Attributes & TypeAttributes.Interface) == 0;
        foreach (MethodDefinition method in type.GetMethods().Select(metadata.GetMethodDefinition).OrderBy(Group))
        {
            bool native = method.RelativeVirtualAddress == 0 && (method.Attributes & MethodAttributes.Abstract) == 0;
            if (!counts)
                entries.Add("NULL");
            else if (native)
                AddNative(owner, method);
            else
                AddManaged();
        }
    }

    /// <summary>A virtual, an instance, a static method: in this order.</summary>
    private static int Group(MethodDefinition method) =>
        (method.Attributes & MethodAttributes.Virtual) != 0 ? 0 : (method.Attributes & MethodAttributes.Static) == 0 ? 1 : 2;

    private void AddNative(string owner, MethodDefinition method)
    {
        string name = Name(method);
        entries.Add(owner + "::" + name);

        // The sum starts again at every string until the first native method is complete; so does the original.
        crc = Crc(assembly, Checksum);
        crc = Crc(Ascii(owner), Checksum);
        crc = Crc(Ascii(name), Checksum);
        anyNative = true;
    }

    private void AddManaged()
    {
        entries.Add("NULL");
        crc = Crc(Ascii("NULL"), Checksum);
    }

    private string Name(MethodDefinition method)
    {
        MethodSignature<string> signature = method.DecodeSignature(new TypeNames(), null);
        string kind = (method.Attributes & MethodAttributes.Static) != 0 ? "___STATIC__" : "___";
        return metadata.GetString(method.Name) + kind + string.Join("__", [signature.ReturnType, .. signature.ParameterTypes]);
    }
}
