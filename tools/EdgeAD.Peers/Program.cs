using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EdgeAD.Peers;

/// <summary><c>edgead-peers ROUNDS MODEL.onnx...</c>: median microseconds of ONNX Runtime per model, one thread; lines of path and figure, tab between.</summary>
internal static class Program
{
    private const int WarmUp = 30;

    public static int Main(string[] arguments)
    {
        if (arguments.Length < 2 || !int.TryParse(arguments[0], out int rounds) || rounds < 1)
        {
            Console.Error.WriteLine("usage: edgead-peers ROUNDS MODEL.onnx...");
            return 2;
        }

        Peer[] peers = [.. arguments[1..].Select(path => new Peer(path))];
        foreach (Peer peer in peers)
        {
            for (int round = -WarmUp; round < rounds; round++)
                peer.Run(keep: round >= 0);
        }

        Console.WriteLine($"version\t{OrtEnv.Instance().GetVersionString()}");
        foreach (Peer peer in peers)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{peer.Path}\t{peer.Median:0.000}"));
        return 0;
    }

    /// <summary>A session whose input and output lie ready: nothing is allocated or copied while the clock runs.</summary>
    private sealed class Peer
    {
        private readonly InferenceSession _session;
        private readonly OrtIoBinding _binding;
        private readonly RunOptions _options = new();
        private readonly List<double> _times = [];

        public Peer(string path)
        {
            Path = path;
            var options = new SessionOptions
            {
                IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL, GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            };
            _session = new InferenceSession(path, options);
            (string name, NodeMetadata input) = _session.InputMetadata.First();
            long[] shape = [.. input.Dimensions.Select(d => (long)d)];
            var random = new Random(1);
            int count = (int)shape.Aggregate(1L, (a, b) => a * b);
            OrtValue picture = input.ElementDataType == TensorElementType.UInt8
                ? OrtValue.CreateTensorValueFromMemory(Enumerable.Range(0, count).Select(_ => (byte)random.Next(256)).ToArray(), shape)
                : OrtValue.CreateTensorValueFromMemory(Enumerable.Range(0, count).Select(_ => random.NextSingle()).ToArray(), shape);
            _binding = _session.CreateIoBinding();
            _binding.BindInput(name, picture);
            _binding.BindOutputToDevice(_session.OutputMetadata.Keys.First(), OrtMemoryInfo.DefaultInstance);
        }

        public string Path { get; }

        public double Median => _times.Order().ElementAt(_times.Count / 2);

        public void Run(bool keep)
        {
            long start = Stopwatch.GetTimestamp();
            _session.RunWithBinding(_options, _binding);
            if (keep)
                _times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }
    }
}
