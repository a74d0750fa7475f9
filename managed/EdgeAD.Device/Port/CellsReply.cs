namespace EdgeAD.Device;

/// <summary>Cell scores of the last frame, a row of the grid to a line: for choosing the presence cell and its range.</summary>
internal sealed class CellsReply : IReply
{
    private const int AtOnce = 16;

    private readonly Application application;
    private int next;

    internal CellsReply(Application application)
    {
        this.application = application;
    }

    internal CellsReply Start()
    {
        next = 0;
        return this;
    }

    public bool Next(TextBuffer text)
    {
        Model model = application.Model;
        if (next == 0)
            text.Text("grid ").Number(model.GridRows).Byte(' ').Number(model.GridColumns).End();

        int stop = next + AtOnce < model.Cells.Length ? next + AtOnce : model.Cells.Length;
        for (; next < stop; next++)
        {
            text.Text(next % model.GridColumns == 0 ? "cells " : " ").Decimal(model.Cells[next]);
            if (next % model.GridColumns == model.GridColumns - 1)
                text.End();
        }

        return next < model.Cells.Length;
    }
}
