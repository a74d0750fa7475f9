using System.Security.Cryptography;
using System.Text;

namespace EdgeAD.Vision.Datasets;

/// <summary>Fingerprint of a data set: which pictures, on which side of the split, with which content.</summary>
internal static class DatasetHash
{
    /// <summary>
    /// SHA-256 over, for each sample in ordinal path order: UTF-8 path, 0x00, <c>train</c> or <c>test</c>, 0x00, the file's SHA-256 (32 bytes).
    /// </summary>
    public static string Combine(IReadOnlyList<Sample> samples, IReadOnlyList<byte[]> fileHashes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (int i in Enumerable.Range(0, samples.Count).OrderBy(i => samples[i].RelativePath, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(samples[i].RelativePath));
            hash.AppendData([0]);
            hash.AppendData(samples[i].Split == Split.Train ? "train"u8 : "test"u8);
            hash.AppendData([0]);
            hash.AppendData(fileHashes[i]);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>SHA-256 of each file, in the order of the samples, several files at a time.</summary>
    public static IReadOnlyList<byte[]> Files(IReadOnlyList<Sample> samples, IProgress<WorkProgress>? progress, CancellationToken cancel)
    {
        var hashes = new byte[samples.Count][];
        int done = 0;
        ParallelFiles.For(samples.Count, cancel, i =>
        {
            hashes[i] = HashFile(samples[i].Path);
            progress?.Report(new WorkProgress("hash", Interlocked.Increment(ref done), samples.Count));
        });
        return hashes;
    }

    private static byte[] HashFile(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return SHA256.HashData(stream);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeAdException(ErrorCode.PictureUnreadable, $"cannot read '{path}': {e.Message.TrimEnd('.')}", "Check the file and its permissions", e);
        }
    }
}
