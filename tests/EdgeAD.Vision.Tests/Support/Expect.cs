namespace EdgeAD.Vision.Tests.Support;

/// <summary>Assertions on errors meant for users.</summary>
public static class Expect
{
    /// <summary>The action fails with this code, a one-line message and a hint.</summary>
    public static EdgeAdException Error(ErrorCode code, Action action)
    {
        var error = Assert.Throws<EdgeAdException>(action);
        Assert.Equal(code, error.Code);
        Assert.DoesNotContain('\n', error.Message);
        Assert.False(string.IsNullOrWhiteSpace(error.Hint), "an error names the next action");
        return error;
    }
}
