using System.Security.Cryptography;

namespace EdgeAD.Vision.Signing;

/// <summary>A key of ECDSA P-256 in a PEM file; <see cref="Id"/> names it in model files.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa key;

    private SigningKey(ECDsa key) => this.key = key;

    /// <summary>The public point: x, then y, 32 bytes each, most significant byte first.</summary>
    public byte[] Point
    {
        get
        {
            ECPoint q = key.ExportParameters(false).Q;
            return [.. q.X!, .. q.Y!];
        }
    }

    /// <summary>First 8 bytes of the SHA-256 of <see cref="Point"/>.</summary>
    public byte[] Id => SHA256.HashData(Point)[..8];

    /// <summary>A new key from the system's random numbers.</summary>
    public static SigningKey Create() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a PEM file.</summary>
    /// <exception cref="EdgeAdException">E1101 no such file; E1306 it is no P-256 key.</exception>
    public static SigningKey Read(string path)
    {
        var ecdsa = ECDsa.Create();
        try
        {
            ecdsa.ImportFromPem(File.ReadAllText(path));
            if (ecdsa.KeySize != 256 || ecdsa.ExportParameters(false).Curve.Oid.Value is not "1.2.840.10045.3.1.7")
                throw new CryptographicException("it is not a P-256 key");
            return new SigningKey(ecdsa);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            ecdsa.Dispose();
            throw new EdgeAdException(ErrorCode.PathNotFound, $"there is no key file '{path}'", "make one with: edgead keys --new key.pem", e);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            ecdsa.Dispose();
            throw new EdgeAdException(ErrorCode.KeyUnusable, $"'{path}' cannot be used as a key: {e.Message}", "make one with: edgead keys --new key.pem", e);
        }
    }

    /// <summary>The private key as PEM (PKCS#8).</summary>
    public string ToPem() => key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>Signature r || s of a SHA-256 digest.</summary>
    /// <exception cref="EdgeAdException">E1306 for a public key.</exception>
    public byte[] Sign(byte[] digest)
    {
        try
        {
            return key.SignHash(digest, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        catch (CryptographicException e)
        {
            throw new EdgeAdException(ErrorCode.KeyUnusable, "this key cannot sign: it is a public key", "use the private key file", e);
        }
    }

    /// <summary>Whether a signature is this key's.</summary>
    public bool Verify(byte[] digest, byte[] signature) => key.VerifyHash(digest, signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);

    public void Dispose() => key.Dispose();
}
