package dev.skerry.runtime.settings;

/** A setting that a service does not start with. Its message begins with the setting's name. */
public final class WrongSetting extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final String remedy;

    /**
     * @param name such as {@code skerry.dns.port}
     * @param wrong what is wrong with it, a clause that follows the name
     * @param remedy what to do, a sentence without its full stop
     */
    public WrongSetting(String name, String wrong, String remedy) {
        this(name, wrong, remedy, null);
    }

    /** The same, with what went wrong underneath. */
    public WrongSetting(String name, String wrong, String remedy, @org.jspecify.annotations.Nullable Throwable cause) {
        super(name + ": " + wrong + "; " + remedy, cause);
        this.remedy = remedy;
    }

    /** What to do. */
    public String remedy() {
        return remedy;
    }
}
