using System;
using System.Collections.Generic;
using static System.Math;
using Json = Newtonsoft.Json.JsonConvert;

namespace Shop.Orders
{
    /// <summary>Reads and writes orders.</summary>
    [Serializable, Table("orders")]
    public abstract partial class Repository<T> : BaseRepository<T>, IRepository, IDisposable where T : class, new()
    {
        private const int Limit = 10;
        public static readonly string Name = "secret", Other = "x";
        private readonly ILogger _log;
        public event EventHandler Changed;
        public delegate void Handler(object sender, int count = 3);

        /// <summary>Count.</summary>
        public int Count { get; private set; }
        public string Title => _log.Name;
        public T this[int index] { get { return items[index]; } set { items[index] = value; } }

        public Repository(ILogger log, params string[] names) : base(log) { _log = log; this.Count = names.Length; }
        ~Repository() { Dispose(); }

        [HttpGet("{id}")]
        public async Task<T?> Find<K>(K id, ref int hits, CancellationToken token = default) where K : struct
        {
            var found = await _db.Set<T>().FirstAsync(x => x.Id == id && x.Live, token);
            foreach (var item in found.Items) { item.Check(); }
            for (int i = 0; i < 3; i++) hits += i;
            try { Save(found); } catch (DbException e) when (e.Code > 1) { throw new ShopException("x", e); }
            int Local(int y) => y + Max(1, hits);
            switch (hits) { case 1: return null; default: break; }
            return hits > 1 ? new List<T>() : found ?? Json.Parse<T>("a");
        }

        public static Repository<T> operator +(Repository<T> a, Repository<T> b) => a;
        public static implicit operator int(Repository<T> a) => 1;
        protected abstract void Save(T item);
        void IDisposable.Dispose() { }
    }

    public interface IRepository { int Count { get; } void Clear(); }
    public struct Point { public int X, Y; }
    public enum Level { Low = 1, High }
    public record Person(string First, string Last) : Base(First) { public int Age { get; init; } }
    public record struct Size(int W);
    internal static class Extensions { public static bool IsBig(this Size s) => s.W > 3; }
}
