namespace EdgeAD.Vision.Datasets;

/// <summary>How the folders of a data set are arranged.</summary>
public enum DatasetLayout
{
    /// <summary><c>train/good</c>, <c>test/good</c>, <c>test/&lt;category&gt;</c>: the folders carry the split (MVTec AD, anomalib).</summary>
    Mvtec,

    /// <summary><c>good</c> and one folder per defect category: the split is made here.</summary>
    Flat,
}
