using EdgeAD.Vision.Cost;
using EdgeAD.Vision.Inference;

namespace EdgeAD.ModelPacker.Verbs;

/// <summary>What <c>inspect --board --json</c> writes: the card, and what the model is expected to take on the board.</summary>
internal sealed record InspectedModel(ModelCard Card, BoardCost Board);
