// Prints the definitions that Roslyn finds: one JSON object a line, with the number of the file.
// Runs inside Roslyn's own runtime (see roslyn.mjs): /sources/0 … /sources/COUNT-1 lie in its memory.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

var output = new StringBuilder();
for (var file = 0; file < COUNT; file++)
{
    using var stream = new FileStream($"/sources/{file}", FileMode.Open, FileAccess.Read);
    var text = SourceText.From(stream);
    // What conditions of the compiler leave out is read once with none and once with all of their symbols.
    var symbols = text.Lines.Select(line => line.ToString().Trim()).Where(line => line.StartsWith("#if") || line.StartsWith("#elif")).SelectMany(Words).Distinct().ToArray();
    var trees = (symbols.Length == 0 ? new[] { symbols } : new[] { Array.Empty<string>(), symbols })
        .Select(defined => CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Preview).WithPreprocessorSymbols(defined)))
        .Where(tree => !tree.GetDiagnostics().Any(one => one.Severity == DiagnosticSeverity.Error))
        .ToArray();
    output.Append($"{{\"file\":{file},\"parsed\":{(trees.Length > 0 ? "true" : "false")}}}\n");
    if (trees.Length == 0) continue;
    var told = new HashSet<string>();
    foreach (var tree in trees) foreach (var node in tree.GetRoot().DescendantNodes()) foreach (var line in Definitions(node)) told.Add(line);
    foreach (var line in told) output.Append($"{{\"file\":{file},{line}}}\n");
    foreach (var line in trees.Select(Skipped).Aggregate((some, others) => some.Intersect(others))) output.Append($"{{\"file\":{file},\"skipped\":{line}}}\n");
}
Console.WriteLine(output.ToString());

IEnumerable<string> Definitions(SyntaxNode node)
{
    if (node is BaseNamespaceDeclarationSyntax space) yield return Row("namespace", space.Name.ToString(), space.Name.GetLocation());
    if (node is ConversionOperatorDeclarationSyntax conversion) yield return Row("conversion", conversion.Type.ToString(), conversion.Type.GetLocation());
    SyntaxToken? name = node switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier,
        DelegateDeclarationSyntax type => type.Identifier,
        EnumMemberDeclarationSyntax member => member.Identifier,
        MethodDeclarationSyntax member => member.Identifier,
        ConstructorDeclarationSyntax member => member.Identifier,
        DestructorDeclarationSyntax member => member.Identifier,
        PropertyDeclarationSyntax member => member.Identifier,
        EventDeclarationSyntax member => member.Identifier,
        IndexerDeclarationSyntax member => member.ThisKeyword,
        OperatorDeclarationSyntax member => member.OperatorToken,
        LocalFunctionStatementSyntax function => function.Identifier,
        VariableDeclaratorSyntax variable when variable.Parent?.Parent is BaseFieldDeclarationSyntax => variable.Identifier,
        // Parameters of records are their properties.
        ParameterSyntax parameter when parameter.Parent?.Parent is RecordDeclarationSyntax => parameter.Identifier,
        _ => null,
    };
    if (name is SyntaxToken token) yield return Row(node.Kind().ToString(), token.Text, token.GetLocation(), node is LocalFunctionStatementSyntax);
}

string Row(string kind, string name, Location place, bool local = false)
{
    var written = name.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\r", "").Replace("\n", " ");
    return $"\"kind\":\"{kind}\",\"name\":\"{written}\",\"line\":{place.GetLineSpan().StartLinePosition.Line + 1},\"local\":{(local ? "true" : "false")}";
}

IEnumerable<int> Skipped(SyntaxTree tree) =>
    tree.GetRoot().DescendantTrivia().Where(one => one.IsKind(SyntaxKind.DisabledTextTrivia)).SelectMany(one =>
    {
        var place = one.GetLocation().GetLineSpan();
        return Enumerable.Range(place.StartLinePosition.Line + 1, place.EndLinePosition.Line - place.StartLinePosition.Line + 1);
    });

string[] Words(string condition) => condition.Split(' ', '\t', '(', ')', '!', '&', '|', '=').Where(word => word.Length > 0 && char.IsLetter(word[0])).ToArray();
