namespace Harbour;

public class Pier(string name, int? depth, bool open = false, string sign = "quiet" /* words */) : Place<int>(name, depth), IBerth where Place : class {
    public string Name { get; } = name;

    class Watch(IClock clock) : IWatch {
        public void Tick() => clock.Next();
    }
}

sealed class Chain<T>(T value)
{
    readonly record struct Link(int[] Left, int Right) { public Link(int[] left) : this(left, 2) { } }
    struct Knot(int x, int y) { int Size => x + y; }
}

static class Extensions {
    extension(Pier pier) {
        public string Shown => pier.Name;
        public string Repeat(int times) => pier.Name;
    }
}
