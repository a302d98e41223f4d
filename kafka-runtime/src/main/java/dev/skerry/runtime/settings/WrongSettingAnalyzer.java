package dev.skerry.runtime.settings;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Says of a start that a setting stopped what the setting is, what is wrong and the remedy, without a stack trace. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class WrongSettingAnalyzer implements FailureAnalyzer {

    private static final String PAGE = "docs/configuration.md says what each setting takes";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        WrongSetting wrong = cause(failure, WrongSetting.class);
        if (wrong != null) {
            return new FailureAnalysis(wrong.getMessage(), wrong.remedy() + ". " + PAGE + ".", wrong);
        }
        BindException bind = cause(failure, BindException.class);
        if (bind != null && bind.getName().toString().startsWith("skerry")) {
            ConfigurationProperty property = bind.getProperty();
            String value = property == null ? "" : " \"" + property.getValue() + "\"";
            return new FailureAnalysis(
                    bind.getName() + ":" + value + " cannot be read as "
                            + bind.getTarget().getType(),
                    "Correct it. " + PAGE + ".",
                    bind);
        }
        return null;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
