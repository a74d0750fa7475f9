using System.Text;

namespace EdgeAD.Vision;

/// <summary>Writes files so that a kill, a full disk or an error half-way never destroys what was there before.</summary>
/// <remarks>
/// The content goes to a temporary file in the same folder, is flushed to the disk and then moved over the target in one step.
/// Missing parent folders are created. What the file system refuses becomes <see cref="ErrorCode.WriteFailed"/>.
/// </remarks>
public static class AtomicFile
{
    /// <summary>Creates or replaces <paramref name="path"/> with what <paramref name="write"/> puts into the stream.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.WriteFailed"/>: the target or its folder cannot be written.</exception>
    public static void Write(string path, Action<Stream> write) => Replace(path, write, secret: false);

    /// <summary>Creates or replaces <paramref name="path"/> with this text, which nobody but the user may read, not even for a moment. (Windows: the folder decides.)</summary>
    public static void WriteSecret(string path, string content) => Replace(path, stream => stream.Write(new UTF8Encoding(false).GetBytes(content)), secret: true);

    /// <summary>Finds out before long work whether <see cref="Write"/> would be refused; leaves nothing behind and what exists as it is.</summary>
    /// <remarks>A file that vanishes when it is closed is made in the folder, or in the nearest one above it that exists.</remarks>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.WriteFailed"/>: no file can be made there.</exception>
    public static void Probe(string path) => Probe(path, path);

    /// <summary>The same for a folder, new or not, that files will be written to.</summary>
    /// <exception cref="EdgeAdException"><see cref="ErrorCode.WriteFailed"/>: no file can be made there.</exception>
    public static void ProbeFolder(string folder) => Probe(Path.Combine(folder, "probe"), folder);

    /// <summary>Creates or replaces <paramref name="path"/> with these bytes.</summary>
    public static void WriteBytes(string path, ReadOnlyMemory<byte> content) => Write(path, stream => stream.Write(content.Span));

    /// <summary>Creates or replaces <paramref name="path"/> with this text as UTF-8 without a byte order mark.</summary>
    public static void WriteText(string path, string content) => WriteBytes(path, new UTF8Encoding(false).GetBytes(content));

    private static void Replace(string path, Action<Stream> write, bool secret)
    {
        ArgumentNullException.ThrowIfNull(write);
        string? temporary = null;
        try
        {
            string target = Path.GetFullPath(path);
            string folder = Path.GetDirectoryName(target) ?? throw new IOException("it is the root of a drive");
            if (Directory.Exists(target))
            {
                throw new IOException("there is a folder of that name");
            }

            Directory.CreateDirectory(folder);
            temporary = Temporary(folder, target);
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            if (secret && !OperatingSystem.IsWindows())
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var stream = new FileStream(temporary, options))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
            temporary = null;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Refused(path, e);
        }
        finally
        {
            if (temporary is not null)
            {
                DeleteQuietly(temporary);
            }
        }
    }

    private static void Probe(string file, string named)
    {
        try
        {
            string target = Path.GetFullPath(file);
            string? folder = Path.GetDirectoryName(target);
            while (folder is not null && !Directory.Exists(folder))
            {
                if (File.Exists(folder))
                    throw new IOException($"'{folder}' is a file");
                folder = Path.GetDirectoryName(folder);
            }

            string temporary = Temporary(folder ?? throw new IOException("there is no such folder"), target);
            new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Refused(named, e);
        }
    }

    private static string Temporary(string folder, string target) => Path.Combine(folder, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");

    private static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;

    private static EdgeAdException Refused(string path, Exception e) => new(
        ErrorCode.WriteFailed,
        $"cannot write '{path}': {e.Message.TrimEnd('.')}",
        "Check the folder, its permissions and the free space; what was there before is untouched",
        e);

    // The error that brought us here matters more than a temporary file left behind.
    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }
}
