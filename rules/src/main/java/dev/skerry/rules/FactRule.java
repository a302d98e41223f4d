package dev.skerry.rules;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.skerry.schemas.inventory.Facts;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificData;

/**
 * A condition on a machine's facts in CEL, the Common Expression Language: {@code facts} has the members of the schema. One that is
 * not known is not there ({@code has(facts.tpmVersion)}); a rule that asks for it all the same, or that takes too long, does not hold.
 * The same rule says the same of the same facts, always.
 *
 * @see <a href="https://github.com/google/cel-spec/blob/master/doc/langdef.md">CEL</a>
 */
public final class FactRule {

    /** The longest rule, characters. */
    public static final int LONGEST = 4096;

    private static final int DEEPEST = 32;
    private static final int MOST_STEPS = 10_000;
    private static final String FACTS = "facts";

    /** Made when the first rule is: most fleets have none. */
    private static final class Language {

        private static final FactTypes TYPES = new FactTypes(SpecificData.get().getSchema(Facts.class));
        private static final CelOptions OPTIONS = CelOptions.current()
                .maxExpressionCodePointSize(LONGEST)
                .maxParseRecursionDepth(DEEPEST)
                .comprehensionMaxIterations(MOST_STEPS)
                .build();
        private static final CelCompiler COMPILER = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                .setTypeProvider(TYPES)
                .addVar(FACTS, TYPES.root())
                .setResultType(SimpleType.BOOL)
                .build();
        private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .build();
    }

    private final CelRuntime.Program program;

    private FactRule(CelRuntime.Program program) {
        this.program = program;
    }

    /** What is wrong with a rule, with line and column and the remedy; empty when nothing is. */
    public static Optional<String> fault(String rule) {
        if (rule.isBlank()) {
            return Optional.of("is empty: write a condition such as facts.cpuCores >= 16");
        }
        if (rule.length() > LONGEST) {
            return Optional.of("has " + rule.length() + " characters: write at most " + LONGEST);
        }
        CelValidationResult result = Language.COMPILER.compile(rule);
        return result.getErrors().stream().findFirst().map(FactRule::told);
    }

    private static String told(CelIssue issue) {
        return "line %d, column %d: %s; write a condition on the members of facts, such as facts.cpuCores >= 16"
                .formatted(
                        issue.getSourceLocation().getLine(),
                        issue.getSourceLocation().getColumn() + 1,
                        issue.getMessage());
    }

    /** A rule that can be asked. @throws IllegalArgumentException when it has a fault */
    public static FactRule of(String rule) {
        try {
            CelAbstractSyntaxTree tree = Language.COMPILER.compile(rule).getAst();
            return new FactRule(Language.RUNTIME.createProgram(tree));
        } catch (CelValidationException | CelEvaluationException e) {
            throw new IllegalArgumentException("rule: " + e.getMessage(), e);
        }
    }

    /** Whether it holds of facts. */
    public boolean holds(Facts facts) {
        try {
            return Boolean.TRUE.equals(program.eval(Map.of(FACTS, FactTypes.members(facts))));
        } catch (CelEvaluationException e) {
            return false;
        }
    }
}
