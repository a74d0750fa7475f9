namespace EdgeAD.Device;

/// <summary>The camera board, as far as managed code sees it: the calls of EdgeAD.Native on the camera, a simulated board on a PC.</summary>
public interface IBoard : IEngineBoard, ILineBoard, IStoreBoard
{
}
