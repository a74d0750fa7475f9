namespace EdgeAD.Vision;

/// <summary>Stable error codes. The hundreds digit group decides the exit code of the tool: E11xx -> 11, E12xx -> 12, ...</summary>
/// <remarks>Codes are never reused or renumbered. docs/errors.md lists them.</remarks>
public enum ErrorCode
{
    // E10xx: usage (exit code 10; syntax errors of the command line exit with 2)
    InvalidOption = 1001,
    OutputExists = 1002,

    // E11xx: data sets and pictures (exit code 11)
    PathNotFound = 1101,
    DatasetEmpty = 1102,
    DatasetLayout = 1103,
    PictureUnreadable = 1104,
    TooFewGoodParts = 1105,
    GroupPattern = 1106,

    // E12xx: backbone files (exit code 12)
    BackboneUnreadable = 1201,
    BackboneUnsupported = 1202,
    BackboneCut = 1203,

    // E13xx: model files (exit code 13)
    ModelUnreadable = 1301,
    ModelCorrupt = 1302,
    ModelUnsupported = 1303,
    ModelGoldenMismatch = 1304,
    ModelTooLarge = 1305,
    KeyUnusable = 1306,

    // E14xx: the machine (exit code 14)
    WriteFailed = 1401,
    NativeLibraryMissing = 1402,
    PackageMissing = 1403,

    // E15xx: the line and the device (exit code 15)
    SimulationFailed = 1501,
    BoardUnknown = 1510,
    BoardInvalid = 1511,
    BoardMismatch = 1512,
    DeviceToolFailed = 1513,
    DevicePort = 1520,
    DeviceRefused = 1521,

    // E16xx: searches and experiments (exit code 16)
    StoreUnreadable = 1601,
    ExperimentNotFound = 1602,
    ServerRefused = 1603,
    NothingFits = 1604,
}
