using System.Text;
using EdgeAD.Core;
using EdgeAD.Shims;

namespace EdgeAD.Core.Tests.Storage;

/// <summary>The settings in flash.</summary>
public sealed class TextStoreTests
{
    [Fact]
    public void Gives_back_what_was_saved_last()
    {
        var flash = new SimulatedFlash(2 * RecordRing.SectorBytes);
        Assert.Null(Load(flash));
        foreach (string text in new[] { "a = 1\n", "", new string('x', TextStore.LongestText), "b = 2\n" })
        {
            Assert.True(Save(flash, text));
            Assert.Equal(text, Load(flash));
        }
    }

    [Fact]
    public void A_power_cut_at_any_step_leaves_the_old_text_or_the_new_one()
    {
        const string old = "polarity = EnergiseToReject\n";
        const string other = "polarity = EnergiseToPass\n";
        for (int cut = 0; cut < 200; cut++)
        {
            var flash = new SimulatedFlash(2 * RecordRing.SectorBytes);
            Assert.True(Save(flash, "first"));
            Assert.True(Save(flash, old));
            flash.StepsUntilPowerFails = cut;
            bool saved = Save(flash, other);
            flash.StepsUntilPowerFails = null;

            Assert.Equal(saved ? other : old, Load(flash));
            Assert.True(Save(flash, "next"));
            Assert.Equal("next", Load(flash));
        }
    }

    [Fact]
    public void A_text_that_does_not_fit_is_refused_and_changes_nothing()
    {
        var flash = new SimulatedFlash(2 * RecordRing.SectorBytes);
        Assert.True(Save(flash, "kept"));
        Assert.False(Save(flash, new string('x', TextStore.LongestText + 1)));
        Assert.Equal("kept", Load(flash));
    }

    private static bool Save(SimulatedFlash flash, string text) => new TextStore(flash).Save(Encoding.ASCII.GetBytes(text), text.Length);

    private static string? Load(SimulatedFlash flash)
    {
        var text = new byte[TextStore.LongestText];
        int length = new TextStore(flash).Load(text);
        return length < 0 ? null : Encoding.ASCII.GetString(text, 0, length);
    }
}
