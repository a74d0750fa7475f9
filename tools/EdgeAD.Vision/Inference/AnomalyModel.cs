using EdgeAD.Vision.Pictures;

namespace EdgeAD.Vision.Inference;

/// <summary>A model file, opened and ready to judge. Not for several threads at a time: open one per thread.</summary>
public sealed class AnomalyModel : IDisposable
{
    private readonly Engine _engine;
    private float _threshold;

    private AnomalyModel(Engine engine, ModelCard card) => (_engine, Card, _threshold) = (engine, card, card.Threshold);

    /// <summary>What the file says about itself.</summary>
    public ModelCard Card { get; }

    /// <summary>Scores above this are rejected; starts as shipped.</summary>
    public float Threshold
    {
        get => _threshold;
        set
        {
            _engine.SetThreshold(value);
            _threshold = value;
        }
    }

    /// <summary>Opens a model file; the kernels verify it first.</summary>
    /// <exception cref="EdgeAdException">E1101 no such file; E13xx when it is refused.</exception>
    public static AnomalyModel Open(string path)
    {
        byte[] file;
        try
        {
            file = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EdgeAdException(ErrorCode.PathNotFound, $"there is no model file '{path}'", "make one with: edgead train DATASET -o model.ead", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeAdException(ErrorCode.ModelUnreadable, $"'{path}' cannot be read: {e.Message}", "check the path and its permissions", e);
        }

        return Open(file, path);
    }

    /// <summary>Opens a model file that is already in memory.</summary>
    /// <param name="file">Its content.</param>
    /// <param name="name">Its name, for messages.</param>
    public static AnomalyModel Open(byte[] file, string name)
    {
        var engine = new Engine(file, name);
        try
        {
            return new AnomalyModel(engine, ModelCard.Read(file, engine, name));
        }
        catch
        {
            engine.Dispose();
            throw;
        }
    }

    /// <summary>Scores a picture.</summary>
    public Score Score(Picture picture) => Score(Frame.Of(picture));

    /// <summary>Scores a frame as a camera sends it.</summary>
    public Score Score(Frame frame) => _engine.Score(frame);

    /// <summary>True when a part with this image score is rejected; a score that is not a number is.</summary>
    public bool Rejects(float imageScore) => !(imageScore <= _threshold);

    /// <summary>Replays the golden vectors.</summary>
    /// <exception cref="EdgeAdException">E1304 when one differs in any bit.</exception>
    public void SelfTest() => _engine.SelfTest();

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
