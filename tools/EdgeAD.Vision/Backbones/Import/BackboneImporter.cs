using EdgeAD.Vision.Backbones.Import.Keras;
using EdgeAD.Vision.Backbones.Import.Onnx;
using EdgeAD.Vision.Backbones.Import.TfLite;
using EdgeAD.Vision.Backbones.Import.Torch;

namespace EdgeAD.Vision.Backbones.Import;

/// <summary>Opens the weight files that people already have. The kind of file is told by its content, the net by its graph.</summary>
public static class BackboneImporter
{
    private const long MaxBytes = 1L << 30;
    private static readonly byte[] Hdf5Signature = [0x89, (byte)'H', (byte)'D', (byte)'F', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n'];

    /// <summary>Imports a Keras <c>.h5</c>, ONNX, TFLite or PyTorch-style safetensors file; an EdgeAD backbone is opened as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What the file does not say itself; null for none.</param>
    /// <exception cref="EdgeAdException">E1101 no such file, E1201 unreadable, E1202 a net that no backbone can hold (names the first unsupported operator).</exception>
    public static ImportReport Import(string path, ImportOptions? options = null)
    {
        byte[] bytes = ReadAll(path);
        string source = Path.GetFileName(path);
        options ??= new ImportOptions();
        try
        {
            return Dispatch(bytes, path, source, options);
        }
        catch (Exception e) when (e is not EdgeAdException and not OutOfMemoryException and not OperationCanceledException)
        {
            // The readers of foreign formats fail in many ways on damaged files; none of them is a reason to crash.
            throw new EdgeAdException(ErrorCode.BackboneUnreadable, $"{source} cannot be read: {e.Message}", "the file may be damaged or cut short; export it again", e);
        }
    }

    private static ImportReport Dispatch(byte[] bytes, string path, string source, ImportOptions options)
    {
        if (bytes.AsSpan().StartsWith(Hdf5Signature))
            return GraphAssembler.Assemble(KerasFile.Read(path, source), source, options);
        if (TfLiteFile.IsTfLite(bytes))
            return GraphAssembler.Assemble(TfLiteFile.Read(bytes, source), source, options);
        if (bytes.Length > 9 && bytes[8] == (byte)'{')
        {
            SafetensorsFile tensors = SafetensorsFile.Parse(bytes, source);
            if (!BackboneFile.IsBackbone(tensors))
                return GraphAssembler.Assemble(TorchFile.Read(tensors, source), source, options);
            Backbone own = BackboneFile.Read(bytes, source);
            return new ImportReport(own, "EdgeAD backbone", Architecture.Recognise(own.Layers).Description, [], ["opened as it is"]);
        }

        if (OnnxFile.TryRead(bytes, source) is { } onnx)
            return GraphAssembler.Assemble(onnx, source, options);
        throw new EdgeAdException(
            ErrorCode.BackboneUnreadable,
            $"{source} is no kind of weights file known here",
            "importable: Keras .h5, ONNX, TFLite, PyTorch-style .safetensors");
    }

    private static byte[] ReadAll(string path)
    {
        if (!File.Exists(path))
            throw new EdgeAdException(ErrorCode.PathNotFound, $"no file at {path}", "check the path");
        try
        {
            if (new FileInfo(path).Length is var length && length > MaxBytes)
                throw new EdgeAdException(ErrorCode.BackboneUnsupported, $"{path} has {length} bytes, more than any net for a microcontroller", "import a smaller net");
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeAdException(ErrorCode.BackboneUnreadable, $"{path} cannot be read: {e.Message}", "check its permissions", e);
        }
    }
}
