namespace Harbour;

/// <summary>Marks a quay.</summary>
public sealed class Quay<T> : Place<T>, IMarked;
internal partial struct Point;
public interface IMarked;
public class Crane(int load) : Machine(load);
public record Ship(string Name);
interface IBare<T> : IMarked;

public class Port
{
    class Berth;
    int depth;
}
