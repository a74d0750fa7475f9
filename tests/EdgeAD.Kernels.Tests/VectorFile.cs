using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace EdgeAD.Kernels.Tests;

/// <summary>Reads the golden data of tests/vectors; the layout is stated in tests/vectors/reference/container.py.</summary>
internal static class VectorFile
{
    private static readonly int[] ElementBytes = [1, 4, 4, 8];

    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "vectors", name);

    /// <summary>All cases of a file: name to arrays, each as its bytes.</summary>
    public static Dictionary<string, byte[][]> Read(string name)
    {
        ReadOnlySpan<byte> file = File.ReadAllBytes(Path(name));
        Assert.True(file.StartsWith("EADV"u8));
        var cases = new Dictionary<string, byte[][]>();
        var at = 8;
        for (var left = Word(file, 4); left > 0; left--)
        {
            var (nameBytes, arrays) = (Word(file, at), Word(file, at + 4));
            var caseName = Encoding.ASCII.GetString(file.Slice(at + 8, nameBytes));
            at += 8 + Padded(nameBytes);
            cases[caseName] = new byte[arrays][];
            for (var i = 0; i < arrays; i++)
            {
                var bytes = Word(file, at + 4) * ElementBytes[Word(file, at)];
                cases[caseName][i] = file.Slice(at + 8, bytes).ToArray();
                at += 8 + Padded(bytes);
            }
        }

        Assert.Equal(file.Length, at);
        return cases;
    }

    /// <summary>An array of whole numbers.</summary>
    public static int[] Numbers(byte[] array) => MemoryMarshal.Cast<byte, int>(array).ToArray();

    public static string Text(byte[] array) => Encoding.ASCII.GetString(array);

    private static int Word(ReadOnlySpan<byte> file, int at) => BinaryPrimitives.ReadInt32LittleEndian(file[at..]);

    private static int Padded(int bytes) => (bytes + 7) / 8 * 8;
}
