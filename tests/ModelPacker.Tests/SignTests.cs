using EdgeAD.ModelPacker.Tests.Support;
using EdgeAD.Vision.Signing;

namespace EdgeAD.ModelPacker.Tests;

public sealed class SignTests(TrainedModel trained) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task ASignedModelIsSoundSaysSoAndIsTheKeys()
    {
        string key = folder.PathOf("key.pem"), signed = folder.PathOf("signed.ead");
        string header = (await Tool.Run("keys", "--new", key)).IsOk().Output;
        Assert.Equal(64, header.Split("0x").Length - 1);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));
        Assert.Equal(header, (await Tool.Run("keys", key)).IsOk().Output);
        (await Tool.Run("sign", trained.Model, "--key", key, "-o", signed, "--counter", "7")).IsOk();
        (await Tool.Run("verify", signed)).IsOk();
        Assert.Contains("present, update counter 7", (await Tool.Run("inspect", signed)).IsOk().Output);
        byte[] file = File.ReadAllBytes(signed);
        using SigningKey right = SigningKey.Read(key);
        using SigningKey other = SigningKey.Create();
        Assert.True(ModelSignature.IsBy(file, right));
        Assert.False(ModelSignature.IsBy(file, other));
        file[^1] ^= 1;
        Assert.False(ModelSignature.IsBy(file, right));
    }

    [Fact]
    public async Task AKeyIsNeverOverwritten()
    {
        string key = folder.PathOf("key.pem");
        (await Tool.Run("keys", "--new", key)).IsOk();
        string before = File.ReadAllText(key);
        (await Tool.Run("keys", "--new", key)).IsError(1002);
        Assert.Equal(before, File.ReadAllText(key));
    }

    [Fact]
    public async Task WhatIsNoKeyIsRefused()
    {
        string key = folder.PathOf("key.pem");
        File.WriteAllText(key, "no key");
        (await Tool.Run("sign", trained.Model, "--key", key)).IsError(1306);
        (await Tool.Run("sign", trained.Model, "--key", folder.PathOf("none.pem"))).IsError(1101);
        (await Tool.Run("sign", trained.Model, "--key", key, "--counter", "0")).IsError(1001);
    }
}
