using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>Words for kinds of events.</summary>
internal static class KindText
{
    internal static string Of(EventKind kind)
    {
        switch (kind)
        {
            case EventKind.Online: return "online";
            case EventKind.Offline: return "offline";
            case EventKind.Ok: return "ok";
            case EventKind.Ng: return "ng";
            case EventKind.Unjudged: return "unjudged";
            case EventKind.FaultRaised: return "fault";
            case EventKind.FaultsCleared: return "cleared";
            default: return "unknown";
        }
    }
}
