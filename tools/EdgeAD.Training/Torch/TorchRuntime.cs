using System.Runtime.InteropServices;
using EdgeAD.Vision;
using TorchSharp;

namespace EdgeAD.Training.Torch;

/// <summary>Makes libtorch usable in this process. Call <see cref="Prepare"/> before the first TorchSharp call.</summary>
public static class TorchRuntime
{
    private static readonly Lock Gate = new();
    private static bool _prepared;

    /// <summary>Loads libtorch (on a system with an old libstdc++ after mending our copy, see <see cref="ElfVersionPatch"/>).</summary>
    /// <exception cref="EdgeAdException">E1403 when libtorch is not there or does not load.</exception>
    public static void Prepare()
    {
        lock (Gate)
        {
            if (_prepared)
                return;
            try
            {
                if (OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64)
                    MendForOldLibstdcxx();
                torch.InitializeDeviceType(DeviceType.CPU);
            }
            catch (Exception e) when (e is not EdgeAdException)
            {
                throw new EdgeAdException(
                    ErrorCode.PackageMissing,
                    $"libtorch does not load here: {e.Message}",
                    "training needs the libtorch package for this system (x64; see CONTRIBUTING.md); everything else works without",
                    e);
            }

            _prepared = true;
        }
    }

    /// <summary>The GPU when there is one that torch can use, else the CPU.</summary>
    public static torch.Device BestDevice()
    {
        Prepare();
        return torch.cuda.is_available() ? torch.CUDA : torch.CPU;
    }

    private static void MendForOldLibstdcxx()
    {
        string library = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
        if (!File.Exists(library))
            library = Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");
        if (!File.Exists(library) || !NativeLibrary.TryLoad("libstdc++.so.6", out nint standard))
            return;
        if (NativeLibrary.TryGetExport(standard, ElfVersionPatch.MissingSymbol, out _))
            return;
        byte[] bytes = File.ReadAllBytes(library);
        if (ElfVersionPatch.Apply(bytes))
            AtomicFile.Write(library, stream => stream.Write(bytes));
    }
}
