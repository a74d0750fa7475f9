namespace EdgeAD.Vision.Reporting;

/// <summary>Style of the report: light and dark as the reader's system prefers, one column on a phone, sensible on paper.</summary>
internal static class ReportStyle
{
    public const string Css = """

        :root { color-scheme: light dark; --page: #f5f6f8; --panel: #fff; --ink: #1b2330; --muted: #5d6878; --line: #dfe3e9; --grid: #edf0f4;
          --good: #2f74c0; --bad: #d9702a; --wrong: #b3261e; --right: #2e7d4f; --zone: rgba(217, 112, 42, .07); }
        @media (prefers-color-scheme: dark) { :root { --page: #12161d; --panel: #1b212b; --ink: #e7ebf1; --muted: #9aa6b6; --line: #303947;
          --grid: #262e3a; --good: #6ba8ea; --bad: #f09a5b; --wrong: #ff8a80; --right: #7fd1a0; --zone: rgba(240, 154, 91, .08); } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        header, main { max-width: 1120px; margin: 0 auto; padding: 0 20px; }
        header { padding-top: 28px; }
        .kicker { margin: 0; color: var(--muted); font-size: 12px; letter-spacing: .08em; text-transform: uppercase; }
        h1 { margin: 2px 0 4px; font-size: 26px; line-height: 1.25; overflow-wrap: anywhere; }
        h2 { margin: 0 0 10px; font-size: 16px; }
        .muted { color: var(--muted); margin: 0 0 12px; max-width: 75ch; }
        section { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; margin: 16px 0; min-width: 0; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(165px, 1fr)); gap: 12px; margin: 16px 0; }
        .tile { background: var(--panel); border: 1px solid var(--line); border-radius: 10px; padding: 12px 14px; display: flex; flex-direction: column; }
        .tile b { font-size: 25px; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .tile small { color: var(--muted); line-height: 1.35; margin-top: 2px; }
        .charts { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 1fr); gap: 16px; }
        .charts.pair { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
        .charts section { margin: 0; }
        .remark { margin: 0; max-width: 100ch; }
        .chart { display: block; width: 100%; height: auto; font-size: 12px; }
        .chart text { fill: var(--ink); }
        .chart .tick, .chart .label { fill: var(--muted); }
        .chart .strong { fill: var(--ink); font-weight: 600; }
        .chart .name { font-weight: 600; }
        .chart .name.good { fill: var(--good); } .chart .name.bad { fill: var(--bad); }
        .chart .grid { stroke: var(--grid); } .chart .axis { stroke: var(--muted); }
        .bar.good, .mark.good { fill: var(--good); } .bar.bad, .mark.bad { fill: var(--bad); } .mark.wrong { fill: var(--wrong); }
        .reject-zone { fill: var(--zone); }
        .threshold { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 5 3; }
        .curve { fill: none; stroke: var(--good); stroke-width: 2.5; stroke-linejoin: round; } .area { fill: var(--good); opacity: .1; }
        .chance { stroke: var(--line); stroke-dasharray: 4 4; }
        .chosen { fill: var(--bad); stroke: var(--panel); stroke-width: 2; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: 7px 12px 7px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        tbody tr:last-child > * { border-bottom: 0; }
        th { color: var(--muted); font-weight: 500; white-space: nowrap; }
        .card-table td { overflow-wrap: anywhere; }
        .meter { display: inline-block; vertical-align: middle; width: 90px; height: 8px; border-radius: 4px; background: var(--grid); margin-right: 8px; overflow: hidden; }
        .meter span { display: block; height: 100%; background: var(--good); }
        input[type=checkbox] { accent-color: var(--good); margin: 0 6px 0 0; vertical-align: -1px; } label { margin-right: 18px; }
        .legend { display: flex; flex-wrap: wrap; align-items: center; gap: 8px; color: var(--muted); font-size: 13px; margin: 10px 0; }
        .ramp { position: relative; width: 180px; height: 12px; border-radius: 3px; }
        .ramp i { position: absolute; top: -3px; bottom: -3px; width: 2px; background: var(--ink); }
        .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(180px, 1fr)); gap: 14px; }
        .card { margin: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; min-width: 0; }
        .card.wrong { border-color: var(--wrong); box-shadow: 0 0 0 1px var(--wrong); }
        .picture { background: var(--grid); aspect-ratio: 1; display: flex; align-items: center; justify-content: center; }
        .picture img { width: 100%; height: 100%; object-fit: contain; }
        .picture .heat { display: none; } #maps:checked ~ .gallery .heat { display: block; } #maps:checked ~ .gallery .photo { display: none; }
        #wrong:checked ~ .gallery .right { display: none; }
        figcaption { padding: 8px 10px; font-size: 13px; display: flex; flex-wrap: wrap; gap: 2px 8px; align-items: baseline; }
        .badge { font-weight: 600; } .badge.kept, .badge.found { color: var(--right); } .badge.escape, .badge.false-reject { color: var(--wrong); }
        .score { margin-left: auto; font-variant-numeric: tabular-nums; }
        .file { flex-basis: 100%; color: var(--muted); overflow-wrap: anywhere; line-height: 1.3; }
        @media (max-width: 760px) { .charts, .charts.pair { grid-template-columns: 1fr; } .chart { max-width: 440px; margin: 0 auto; } header, main { padding-left: 12px; padding-right: 12px; }
          section { padding: 14px 12px; } .gallery { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px; } .card-table th { white-space: normal; } }
        @media print { section, .tile { break-inside: avoid; } body { background: #fff; } }

        """;
}
