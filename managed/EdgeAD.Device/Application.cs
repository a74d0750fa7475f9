using EdgeAD.Core;

namespace EdgeAD.Device;

/// <summary>
/// The camera: opens the model, tests it, judges parts, keeps events, answers the status port. <see cref="Step"/> is called for ever; nothing in it
/// waits, and nothing is allocated after the constructor.
/// </summary>
public sealed class Application
{
    /// <summary>Judgements after which a model that is on trial stays.</summary>
    public const int TrialParts = 20;

    private const int NotYet = 4;
    private const long RetryAfter = 30_000_000;

    private readonly IBoard board;
    private readonly BoardLine line;
    private readonly BoardJudge judge;
    private readonly EventKeeper keeper;
    private readonly StatusPort port;
    private readonly int[] failedVector = new int[1];
    private readonly bool usable;
    private long decided;
    private long storageFailures;
    private bool confirmed;

    /// <summary>Reads the settings, claims the pins, opens the model and starts its self-test. Outputs stay off until it has passed.</summary>
    /// <param name="board">The board.</param>
    /// <param name="network">Wi-Fi, or something that never connects.</param>
    /// <param name="defaults">Settings of the board where flash holds none.</param>
    /// <param name="trial">A second object like <paramref name="defaults"/>, for trying changes.</param>
    public Application(IBoard board, INetwork network, DeviceSettings defaults, DeviceSettings trial)
    {
        this.board = board;
        Settings = defaults;
        File = new SettingsFile(new BoardStorage(board, BoardStorage.Settings), trial);
        SettingsError = File.Load(Settings);
        if (SettingsError.Length != 0)
            Settings.Reset();

        LineSettings parameters = Settings.Line;
        bool encoder = parameters.DelayDomain == DelayDomain.Encoder;
        int began = board.Begin(
            Settings.Pins, Settings.Flags, parameters.FifoDepth, encoder ? 1 : 0, encoder ? parameters.EncoderSilence : 0,
            parameters.Polarity == Polarity.EnergiseToReject);

        Clock = new BoardClock(board, network);
        line = new BoardLine(board);
        judge = new BoardJudge(board);
        LineOutputs outputs = new LineOutputs(
            new BoardPin(board, BoardSignal.Ready), new BoardPin(board, BoardSignal.Busy), new BoardPin(board, BoardSignal.Ok),
            new BoardPin(board, BoardSignal.Ng), new BoardPin(board, BoardSignal.Strobe), new BoardPin(board, BoardSignal.Error),
            new BoardPin(board, BoardSignal.Run));
        Cycle = new InspectionCycle(parameters, Clock, line, line, outputs, judge, line, starting: true);
        keeper = new EventKeeper(new BoardStorage(board, BoardStorage.Events), Cycle.Log, Cycle.Statistics);
        Model = new Model(board);
        ResetCause = board.ResetCause();
        if (ResetCause != 1)
            Cycle.Raise(Fault.Restarted);

        usable = began == 0 && SettingsError.Length == 0 && OpenModel();
        if (!usable)
            Cycle.Raise(Fault.Model);
        if (Settings.WifiName.Count > 0)
            network.Start(Settings);
        if (Settings.Watchdog > 0)
            board.ArmWatchdog(Settings.Watchdog);
        port = new StatusPort(this, board, network);
    }

    /// <summary>The inspection.</summary>
    public InspectionCycle Cycle { get; }

    /// <summary>The settings that count since start.</summary>
    public DeviceSettings Settings { get; }

    /// <summary>The settings in flash, which count from the next start on.</summary>
    public SettingsFile File { get; }

    /// <summary>What is wrong with the settings in flash, or an empty text. Then the defaults count and nothing is judged.</summary>
    public string SettingsError { get; }

    /// <summary>The model that runs.</summary>
    public Model Model { get; }

    /// <summary>Threshold teach-in.</summary>
    public TeachIn TeachIn { get; } = new TeachIn();

    /// <summary>Why the camera started; see EdgeAD.Native.LineCalls.</summary>
    public int ResetCause { get; }

    /// <summary>Events and totals in flash.</summary>
    public EventKeeper Keeper
    {
        get { return keeper; }
    }

    /// <summary>Time.</summary>
    public IClock Clock { get; }

    /// <summary>Does whatever is due.</summary>
    public void Step()
    {
        long now = board.Now();
        Cycle.Step();
        if (!Cycle.Online)
            GoOnline(now);
        FollowDecisions();
        if (!Cycle.Busy)
            KeepEvents(now);
        port.Step();
    }

    private bool OpenModel()
    {
        if (Model.Failed)
            return false;

        judge.Handle = Model.Handle;
        if (Settings.HasThreshold)
            Model.SetThreshold(Settings.Threshold);
        bool cell = Settings.Line.TriggerMode != TriggerMode.Presence || board.SetPresenceCell(Model.Handle, Settings.Line.PresenceCell) == 0;
        return cell && board.StartSelfTest(Model.Handle) == 0;
    }

    /// <summary>Waits for the self-test. A camera without a model starts anew now and then: perhaps the sensor answers next time.</summary>
    private void GoOnline(long now)
    {
        if (!usable)
        {
            if (SettingsError.Length == 0 && now > RetryAfter)
                board.Restart();
            return;
        }

        if (Model.Failed)
            return;

        int status = board.TryGetSelfTest(Model.Handle, failedVector);
        if (status == NotYet)
            return;

        if (status == 0)
        {
            Cycle.GoOnline(Model.Hash);
            return;
        }

        Model.Fail(status);
        Cycle.Raise(Fault.Model);
    }

    /// <summary>What hangs on completed decisions: the watchdog, the teach-in, the trial of a new model.</summary>
    private void FollowDecisions()
    {
        if (Cycle.Completed == decided)
        {
            if (!Cycle.Busy && Settings.Watchdog > 0)
                board.FeedWatchdog(0);
            return;
        }

        decided = Cycle.Completed;
        if (Settings.Watchdog > 0)
            board.FeedWatchdog(Cycle.LastFrame);
        if (TeachIn.Running && Cycle.LastJudged)
            TeachIn.Add(Cycle.LastResult(JudgeResult.Score));
        if (!confirmed && Cycle.Statistics.Ok + Cycle.Statistics.Ng >= TrialParts)
            confirmed = board.ConfirmModel() == 0;
    }

    private void KeepEvents(long now)
    {
        keeper.Step(now);
        if (keeper.Failures == storageFailures)
            return;

        storageFailures = keeper.Failures;
        if (((int)Cycle.Faults & (int)Fault.Storage) == 0)
            Cycle.Raise(Fault.Storage);
    }
}
