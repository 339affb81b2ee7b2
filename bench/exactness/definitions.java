// Prints the definitions that Kotlin's own parser finds: one JSON object a line.
// Reads absolute file names, one a line, from standard input. Needs kotlin-compiler.jar on the class path.
import com.intellij.openapi.util.Disposer;
import com.intellij.psi.PsiElement;
import com.intellij.psi.PsiErrorElement;
import com.intellij.psi.util.PsiTreeUtil;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jetbrains.kotlin.cli.FrontendConfigurationKeysKt;
import org.jetbrains.kotlin.cli.common.messages.MessageCollector;
import org.jetbrains.kotlin.cli.jvm.compiler.EnvironmentConfigFiles;
import org.jetbrains.kotlin.cli.jvm.compiler.KotlinCoreEnvironment;
import org.jetbrains.kotlin.compiler.plugin.CompilerPluginRegistrar;
import org.jetbrains.kotlin.config.CommonConfigurationKeys;
import org.jetbrains.kotlin.config.CompilerConfiguration;
import org.jetbrains.kotlin.psi.*;

class Definitions {
  private static final PrintStream OUT = new PrintStream(System.out, false, StandardCharsets.UTF_8);

  public static void main(String[] arguments) throws Exception {
    var configuration = new CompilerConfiguration();
    configuration.put(CommonConfigurationKeys.MODULE_NAME, "definitions");
    configuration.put(CommonConfigurationKeys.MESSAGE_COLLECTOR_KEY, MessageCollector.Companion.getNONE());
    FrontendConfigurationKeysKt.setExtensionsStorage(configuration, new CompilerPluginRegistrar.ExtensionStorage());
    var environment = KotlinCoreEnvironment.Companion.createForProduction(Disposer.newDisposable(), configuration, EnvironmentConfigFiles.JVM_CONFIG_FILES);
    var factory = new KtPsiFactory(environment.getProject(), false);
    var paths = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String path; (path = paths.readLine()) != null; ) {
      var text = Files.readString(Path.of(path)).replace("\uFEFF", "").replace("\r\n", "\n");
      var file = factory.createFile(path.endsWith(".kts") ? "file.kts" : "file.kt", text);
      boolean parsed = PsiTreeUtil.findChildOfType(file, PsiErrorElement.class) == null;
      OUT.println("{\"path\":" + quoted(path) + ",\"parsed\":" + parsed + "}");
      if (parsed) walk(file, path, text, false);
    }
    OUT.flush();
  }

  private static void walk(PsiElement node, String path, String text, boolean local) {
    if (node instanceof KtPackageDirective module && !module.getFqName().isRoot()) tell(path, text, "package", module.getFqName().asString(), module, false);
    if (node instanceof KtClass type) tell(path, text, type.isInterface() ? "interface" : type.isEnum() ? "enum" : type instanceof KtEnumEntry ? "entry" : "class", type.getName(), type.getNameIdentifier(), local);
    if (node instanceof KtObjectDeclaration object && !object.isObjectLiteral()) {
      var name = object.getNameIdentifier();
      var keyword = object.getModifierList() == null ? null : object.getModifierList().getModifier(org.jetbrains.kotlin.lexer.KtTokens.COMPANION_KEYWORD);
      tell(path, text, "object", name == null ? "Companion" : object.getName(), name == null ? keyword : name, local);
    }
    if (node instanceof KtNamedFunction function) tell(path, text, "function", function.getName(), function.getNameIdentifier(), local);
    if (node instanceof KtProperty property) tell(path, text, local ? "local value" : "property", property.getName(), property.getNameIdentifier(), local);
    if (node instanceof KtDestructuringDeclarationEntry part && !(part.getParent().getParent() instanceof KtParameter)) tell(path, text, "part", part.getName(), part.getNameIdentifier(), local);
    if (node instanceof KtParameter parameter && parameter.hasValOrVar()) tell(path, text, "property", parameter.getName(), parameter.getNameIdentifier(), local);
    if (node instanceof KtSecondaryConstructor constructor) tell(path, text, "constructor", "constructor", constructor.getConstructorKeyword(), local);
    if (node instanceof KtTypeAlias alias) tell(path, text, "typealias", alias.getName(), alias.getNameIdentifier(), local);
    // A script is one function for the parser.
    boolean inside = local || (node instanceof KtBlockExpression && !(node.getParent() instanceof KtScript)) || (node instanceof KtExpression && !(node instanceof KtDeclaration) && !(node instanceof KtBlockExpression) && !(node instanceof KtScriptInitializer));
    for (PsiElement child = node.getFirstChild(); child != null; child = child.getNextSibling()) walk(child, path, text, inside);
  }

  private static void tell(String path, String text, String kind, String name, PsiElement place, boolean local) {
    if (name == null || place == null) return;
    long line = 1 + text.substring(0, place.getTextOffset()).chars().filter(one -> one == '\n').count();
    OUT.println("{\"path\":" + quoted(path) + ",\"name\":" + quoted(name) + ",\"line\":" + line + ",\"kind\":\"" + kind + "\",\"local\":" + local + "}");
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
