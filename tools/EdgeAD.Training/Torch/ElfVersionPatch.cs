using System.Buffers.Binary;
using System.Text;

namespace EdgeAD.Training.Torch;

/// <summary>Lets TorchSharp's native library load where libstdc++ is older than GCC 13 (Debian 12, Ubuntu 22.04).</summary>
/// <remarks>
/// libLibTorchSharp.so 0.107 asks for version <c>GLIBCXX_3.4.32</c> because of one symbol, <c>std::ios_base_library_init()</c>.
/// It initialises std::cout and friends, which every older libstdc++ does by itself in a static initialiser. So in OUR COPY of
/// the file in the build output the version need is marked weak, and the symbol is pointed at another function without
/// arguments and effects that the library imports already: <c>std::chrono::steady_clock::now()</c>. Give this file up when
/// TorchSharp no longer needs it. ELF-64 little endian only; anything unexpected leaves the bytes as they are.
/// </remarks>
internal static class ElfVersionPatch
{
    public const string MissingSymbol = "_ZSt21ios_base_library_initv";
    private const string MissingVersion = "GLIBCXX_3.4.32";
    private const string Substitute = "_ZNSt6chrono3_V212steady_clock3nowEv";
    private const int DynamicSegment = 2, LoadSegment = 1;
    private const ushort WeakFlag = 2;
    private const long StringTable = 5, SymbolTable = 6, VersionSymbols = 0x6ffffff0, VersionNeeds = 0x6ffffffe, VersionNeedCount = 0x6fffffff;

    /// <summary>Edits the library in memory. True when something was changed.</summary>
    public static bool Apply(byte[] elf)
    {
        try
        {
            return ApplyUnchecked(elf);
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            return false;
        }
    }

    private static bool ApplyUnchecked(byte[] elf)
    {
        if (elf.Length < 64 || elf[0] != 0x7F || elf[1] != 'E' || elf[2] != 'L' || elf[3] != 'F' || elf[4] != 2 || elf[5] != 1)
            return false;
        Dictionary<long, long> dynamic = ReadDynamic(elf);
        if (!new[] { StringTable, SymbolTable, VersionSymbols, VersionNeeds, VersionNeedCount }.All(dynamic.ContainsKey))
            return false;
        int strings = FileOffset(elf, dynamic[StringTable]), symbols = FileOffset(elf, dynamic[SymbolTable]);
        int versions = FileOffset(elf, dynamic[VersionSymbols]), needs = FileOffset(elf, dynamic[VersionNeeds]);
        (int weak, ushort version) = FindVersion(elf, needs, dynamic[VersionNeedCount], strings);
        // The string table follows the symbol table in every linker's output; it bounds the search.
        int count = (strings - symbols) / 24;
        int missing = FindSymbol(elf, symbols, count, strings, MissingSymbol), substitute = FindSymbol(elf, symbols, count, strings, Substitute);
        if (weak < 0 || missing < 0 || substitute < 0 || U16(elf, versions + 2 * missing) != version)
            return false;
        elf.AsSpan(symbols + 24 * substitute, 4).CopyTo(elf.AsSpan(symbols + 24 * missing));
        elf.AsSpan(versions + 2 * substitute, 2).CopyTo(elf.AsSpan(versions + 2 * missing));
        BinaryPrimitives.WriteUInt16LittleEndian(elf.AsSpan(weak), (ushort)(U16(elf, weak) | WeakFlag));
        return true;
    }

    private static Dictionary<long, long> ReadDynamic(byte[] elf)
    {
        var entries = new Dictionary<long, long>();
        foreach ((int type, int offset, long _, int size) in Segments(elf))
        {
            for (int at = offset; type == DynamicSegment && at < offset + size; at += 16)
                entries.TryAdd(I64(elf, at), I64(elf, at + 8));
        }

        return entries;
    }

    // Where the flags of the version need stand, and the index by which symbols refer to it.
    private static (int Flags, ushort Index) FindVersion(byte[] elf, int need, long count, int strings)
    {
        for (long n = 0; n < count; n++)
        {
            int entry = need + I32(elf, need + 8);
            for (int k = U16(elf, need + 2); k > 0; k--)
            {
                if (Text(elf, strings + I32(elf, entry + 8)) == MissingVersion)
                    return (entry + 4, U16(elf, entry + 6));
                entry += I32(elf, entry + 12);
            }

            need += I32(elf, need + 12);
        }

        return (-1, 0);
    }

    private static int FindSymbol(byte[] elf, int symbols, int count, int strings, string name)
    {
        for (int i = 1; i < count; i++)
        {
            if (Text(elf, strings + I32(elf, symbols + 24 * i)) == name)
                return i;
        }

        return -1;
    }

    private static int FileOffset(byte[] elf, long address)
    {
        foreach ((int type, int offset, long start, int size) in Segments(elf))
        {
            if (type == LoadSegment && address >= start && address < start + size)
                return checked((int)(address - start + offset));
        }

        throw new ArgumentOutOfRangeException(nameof(address));
    }

    private static IEnumerable<(int Type, int Offset, long Address, int Size)> Segments(byte[] elf)
    {
        int table = checked((int)I64(elf, 32)), entrySize = U16(elf, 54), count = U16(elf, 56);
        for (int i = 0; i < count; i++)
        {
            int at = table + i * entrySize;
            yield return (I32(elf, at), checked((int)I64(elf, at + 8)), I64(elf, at + 16), checked((int)I64(elf, at + 32)));
        }
    }

    private static string Text(byte[] elf, int at) => Encoding.ASCII.GetString(elf, at, Array.IndexOf(elf, (byte)0, at) - at);

    private static ushort U16(byte[] elf, int at) => BinaryPrimitives.ReadUInt16LittleEndian(elf.AsSpan(at));

    private static int I32(byte[] elf, int at) => BinaryPrimitives.ReadInt32LittleEndian(elf.AsSpan(at));

    private static long I64(byte[] elf, int at) => BinaryPrimitives.ReadInt64LittleEndian(elf.AsSpan(at));
}
