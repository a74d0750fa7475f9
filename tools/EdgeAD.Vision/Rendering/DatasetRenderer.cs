using System.Text;
using EdgeAD.Vision.Datasets;
using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Rendering;

/// <summary>Writes rendered biscuits as a data set in MVTec layout, with masks.</summary>
/// <remarks>
/// Files are named <c>part012_view0.jpg</c>, defects <c>part112_view0_hard.jpg</c>; part numbers are unique over the whole set, so
/// <c>--group 'part(\d+)'</c> names the part. The same options give the same bytes. The picture files are written only below a folder that is
/// empty, new, or marked as rendered by this class (a hidden file <c>.edgead-rendered</c>).
/// </remarks>
public static class DatasetRenderer
{
    /// <summary>Marks a folder whose content may be rendered anew.</summary>
    public const string MarkerFile = ".edgead-rendered";

    /// <summary>Regular expression that names the part in the file names written here.</summary>
    public const string GroupPattern = @"part(\d+)";

    /// <summary>Renders a data set.</summary>
    /// <param name="options">What to render.</param>
    /// <param name="folder">Where to; created.</param>
    /// <param name="overwrite">Replace a data set that was rendered before.</param>
    /// <param name="progress">Told after every picture.</param>
    /// <param name="cancel">Leaves a folder that can be rendered again with <paramref name="overwrite"/>.</param>
    /// <exception cref="EdgeAdException">
    /// <see cref="ErrorCode.InvalidOption"/>; <see cref="ErrorCode.OutputExists"/>: the folder holds something;
    /// <see cref="ErrorCode.WriteFailed"/>.
    /// </exception>
    public static void Render(
        RenderOptions options, string folder, bool overwrite = false, IProgress<WorkProgress>? progress = null, CancellationToken cancel = default)
    {
        Validate(options);
        Prepare(folder, overwrite);
        AtomicFile.WriteText(Path.Combine(folder, MarkerFile), Describe(options));

        var shots = Plan(options);
        var renderer = new BiscuitRenderer(options.Seed, options.Width, options.Height);
        int done = 0;
        ParallelFiles.For(shots.Count, cancel, i =>
        {
            Shot shot = shots[i];
            RenderedPicture rendered = renderer.Render(shot.Part, shot.View, shot.Defect);
            PictureWriter.Save(rendered.Picture, Path.Combine(folder, shot.Folder, shot.Stem + ".jpg"), rendered.JpegQuality);
            if (rendered.Mask is { } mask)
            {
                string category = Path.GetFileName(shot.Folder);
                PictureWriter.SaveMask(mask, Path.Combine(folder, "ground_truth", category, shot.Stem + ".png"));
            }

            progress?.Report(new WorkProgress("render", Interlocked.Increment(ref done), shots.Count));
        });
    }

    /// <summary>Every picture in order; good training parts come first, then good test parts, then defects.</summary>
    private static List<Shot> Plan(RenderOptions options)
    {
        var shots = new List<Shot>();
        int part = 0;
        void Add(string folder, (DefectKind Kind, Difficulty Difficulty)? defect)
        {
            string suffix = defect is { } d ? "_" + d.Difficulty.Word() : "";
            for (int view = 0; view < options.Views; view++)
            {
                shots.Add(new Shot(part, view, folder, FormattableString.Invariant($"part{part:d3}_view{view}{suffix}"), defect));
            }

            part++;
        }

        for (int i = 0; i < options.TrainParts; i++)
        {
            Add(Path.Combine("train", Sample.Good), null);
        }

        for (int i = 0; i < options.TestParts; i++)
        {
            Add(Path.Combine("test", Sample.Good), null);
        }

        foreach (DefectKind kind in Enum.GetValues<DefectKind>())
        {
            foreach (Difficulty difficulty in Enum.GetValues<Difficulty>())
            {
                for (int i = 0; i < options.DefectParts; i++)
                {
                    Add(Path.Combine("test", kind.Folder()), (kind, difficulty));
                }
            }
        }

        return shots;
    }

    private static void Validate(RenderOptions options)
    {
        Require(options.TrainParts is >= 1 and <= 10_000, "the number of good parts must be 1 to 10000");
        Require(options.TestParts is >= 0 and <= 10_000, "the number of good test parts must be 0 to 10000");
        Require(options.DefectParts is >= 0 and <= 1000, "the number of defective parts per kind and difficulty must be 0 to 1000");
        Require(options.Views is >= 1 and <= 100, "the number of views must be 1 to 100");
        Require(options.Width is >= 32 and <= 2048 && options.Height is >= 32 and <= 2048, "pictures must be 32 to 2048 pixels wide and high");
    }

    private static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new EdgeAdException(ErrorCode.InvalidOption, message, "See edgead dataset render --help");
        }
    }

    private static void Prepare(string folder, bool overwrite)
    {
        if (File.Exists(folder))
        {
            throw new EdgeAdException(ErrorCode.OutputExists, $"'{folder}' is a file", "Name another folder");
        }

        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return;
        }

        bool ours = File.Exists(Path.Combine(folder, MarkerFile));
        if (!ours || !overwrite)
        {
            throw new EdgeAdException(
                ErrorCode.OutputExists,
                ours ? $"'{folder}' holds a rendered data set already" : $"'{folder}' is not empty",
                ours ? "Replace it with --force, or name another folder" : "Name a new folder; --force replaces only what was rendered before");
        }

        // Only what this class writes is removed, so that a picture of the user's own, put beside it, stays.
        try
        {
            foreach (string below in new[] { "train", "test", "ground_truth" }.Select(d => Path.Combine(folder, d)).Where(Directory.Exists))
            {
                foreach (string file in Directory.EnumerateFiles(below, "part*_view*", SearchOption.AllDirectories).ToList())
                {
                    File.Delete(file);
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeAdException(ErrorCode.WriteFailed, $"cannot replace '{folder}': {e.Message.TrimEnd('.')}", "Check its permissions", e);
        }
    }

    private static string Describe(RenderOptions options)
    {
        var text = new StringBuilder("Rendered by 'edgead dataset render'; --force renders it anew. Not photographs.\n");
        text.Append(FormattableString.Invariant($"seed {options.Seed}, {options.TrainParts} + {options.TestParts} good parts, "));
        text.Append(FormattableString.Invariant($"{options.DefectParts} defective per kind and difficulty, {options.Views} views, {options.Width}x{options.Height}\n"));
        return text.ToString();
    }

    private sealed record Shot(int Part, int View, string Folder, string Stem, (DefectKind Kind, Difficulty Difficulty)? Defect);
}
