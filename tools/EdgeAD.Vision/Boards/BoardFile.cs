using System.Text.Json;
using System.Text.Json.Serialization;

namespace EdgeAD.Vision.Boards;

/// <summary>Reads board files. Keys that are unknown or missing are errors, so that a slip of the pen is not a silent default.</summary>
public static class BoardFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Reads a board file of the user's own.</summary>
    /// <exception cref="EdgeAdException">E1101, or E1511 with the line that is wrong.</exception>
    public static Board Read(string path)
    {
        try
        {
            return Parse(File.ReadAllText(path), path, BoardCatalog.Layout);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new EdgeAdException(ErrorCode.PathNotFound, $"there is no board file '{path}'", "check the path", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new EdgeAdException(ErrorCode.BoardInvalid, $"cannot read board file '{path}': {e.Message}", "check the path", e);
        }
    }

    internal static Board Parse(string json, string where, Func<string, FlashLayout?> layouts)
    {
        Board board = Deserialize<Board>(json, where);
        if (board.Flash is not { } flash)
            return board;
        FlashLayout layout = layouts(flash.Layout)
            ?? throw Invalid(where, $"there is no flash layout '{flash.Layout}'", null);
        return board with { Layout = layout };
    }

    internal static FlashLayout ParseLayout(string json, string where) => Deserialize<FlashLayout>(json, where);

    private static T Deserialize<T>(string json, string where)
    {
        try
        {
            // "$schema" is for editors.
            var document = System.Text.Json.Nodes.JsonNode.Parse(json, documentOptions: new() { AllowTrailingCommas = false });
            if (document is not System.Text.Json.Nodes.JsonObject content)
                throw Invalid(where, "it is not a JSON object", null);
            content.Remove("$schema");
            return content.Deserialize<T>(Options)!;
        }
        catch (JsonException e)
        {
            throw Invalid(where, e.Message, e);
        }
    }

    private static EdgeAdException Invalid(string where, string why, Exception? inner) =>
        new(ErrorCode.BoardInvalid, $"board file '{where}': {why.TrimEnd('.')}", "boards/board.schema.json says what belongs into it", inner);
}
