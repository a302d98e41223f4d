package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.Resources;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The filters that every app passes through, in this order. */
public enum StandardFilter implements Filter {
    /** The cluster is ready; or it runs the app and is only disturbed; or the app comes before readiness. */
    READY {
        @Override
        public boolean admits(Ask ask, Candidate candidate) {
            var cluster = candidate.cluster();
            return switch (cluster.phase()) {
                case READY -> true;
                default ->
                    candidate.kept()
                            ? cluster.phase().keeps()
                            : ask.policy().beforeReady()
                                    && cluster.agentConnected()
                                    && cluster.phase().takesEarly();
            };
        }

        @Override
        public String reason(Ask ask, Candidate candidate) {
            return "not ready: " + candidate.cluster().phase();
        }

        @Override
        public String lack(Ask ask, List<Candidate> refused) {
            Map<String, Long> phases = refused.stream()
                    .collect(Collectors.groupingBy(
                            c -> c.cluster().phase().name(), TreeMap::new, Collectors.counting()));
            return "no cluster is ready: "
                    + phases.entrySet().stream()
                            .map(e -> e.getValue() + " " + e.getKey())
                            .collect(Collectors.joining(", "));
        }
    },
    /** The cluster lies in one of the regions. */
    REGION {
        @Override
        public boolean admits(Ask ask, Candidate candidate) {
            return ask.policy().covers(candidate.cluster().region());
        }

        @Override
        public String reason(Ask ask, Candidate candidate) {
            return "outside " + String.join(", ", ask.policy().regions());
        }

        @Override
        public String lack(Ask ask, List<Candidate> refused) {
            return "no ready cluster lies in " + String.join(", ", ask.policy().regions());
        }
    },
    /** The cluster has the labels. */
    LABELS {
        @Override
        public boolean admits(Ask ask, Candidate candidate) {
            Map<String, String> selector = ask.policy().selector();
            if (selector.isEmpty()) {
                return true;
            }
            Map<String, String> labels = candidate.cluster().labels();
            for (Map.Entry<String, String> wanted : selector.entrySet()) {
                if (!wanted.getValue().equals(labels.get(wanted.getKey()))) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public String reason(Ask ask, Candidate candidate) {
            return ask.policy().selector().entrySet().stream()
                    .filter(wanted -> !wanted.getValue()
                            .equals(candidate.cluster().labels().get(wanted.getKey())))
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "without label ", ""));
        }

        @Override
        public String lack(Ask ask, List<Candidate> refused) {
            return ask.policy().selector().entrySet().stream()
                    .map(Object::toString)
                    .collect(Collectors.joining(", ", "no ready cluster in reach has the labels ", ""));
        }
    },
    /** The cluster has room for the least that it would have to run. */
    CAPACITY {
        @Override
        public boolean admits(Ask ask, Candidate candidate) {
            return candidate.fits(ask.replica()) >= ask.policy().leastReplicas();
        }

        @Override
        public String reason(Ask ask, Candidate candidate) {
            int replicas = ask.policy().leastReplicas();
            return "needs " + ask.replica().text() + (replicas == 1 ? "" : " x " + replicas) + ", free "
                    + candidate.free().text();
        }

        @Override
        public String lack(Ask ask, List<Candidate> refused) {
            Resources need = ask.replica().times(ask.policy().leastReplicas());
            return shortOf(refused, need.cpuMillis(), Resources::cpuMillis, n -> n + "m")
                    .or(() -> shortOf(refused, need.memoryMiB(), Resources::memoryMiB, n -> n + " MiB"))
                    .or(() -> shortOf(refused, need.pods(), Resources::pods, n -> n + " pods"))
                    .orElseGet(() -> "no cluster has " + need.text() + " free together");
        }

        private static Optional<String> shortOf(
                List<Candidate> refused, long need, ToLongFunction<Resources> of, Function<Long, String> text) {
            Candidate largest = refused.stream()
                    .max(Comparator.<Candidate>comparingLong(c -> of.applyAsLong(c.free()))
                            .thenComparing(Candidate::id, Comparator.reverseOrder()))
                    .orElseThrow();
            long free = of.applyAsLong(largest.free());
            return free >= need
                    ? Optional.empty()
                    : Optional.of("no cluster has " + text.apply(need) + " free: largest is " + largest.id() + " with "
                            + text.apply(Math.max(free, 0)));
        }
    }
}
