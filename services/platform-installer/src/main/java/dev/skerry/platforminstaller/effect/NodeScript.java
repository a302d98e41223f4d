package dev.skerry.platforminstaller.effect;

import dev.skerry.platforminstaller.domain.Cluster;
import dev.skerry.platforminstaller.domain.Node;

/**
 * The script that a node runs once, at the end of its first boot: exchanges the nonce for the join configuration, starts k3s and says
 * that it runs. It needs what every cloud-init image has: sh, curl, python3, systemd.
 */
final class NodeScript {

    static final String PATH = "/usr/local/bin/skerry-join";

    private static final String SCRIPT = """
            #!/bin/sh
            # Makes this machine a node of its cluster. Safe to run again: what is done is not done twice.
            set -eu
            umask 077

            kind='@KIND@'
            unit='@UNIT@'
            version='@VERSION@'
            failure_url='@FAILURE_URL@'
            ca=/etc/skerry/ca.pem
            node=/etc/skerry/node.json

            field() {
                python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))[sys.argv[2]])' "$node" "$1"
            }

            fail() {
                echo "skerry-join: $1" >&2
                python3 -c 'import json, sys; print(json.dumps({"reason": "skerry-join: " + sys.argv[1]}))' "$1" |
                    curl --silent --max-time 20 --retry 5 --header 'Content-Type: application/json' \\
                        --data-binary @- "$failure_url" >&2 || true
                # Without a power controller nobody else can: the machine asks the network for what is next.
                systemctl reboot
                exit 1
            }

            claim() {
                answer=$(mktemp /etc/skerry/claim.XXXXXX)
                if ! curl --fail --silent --show-error --cacert "$ca" --connect-timeout 10 --max-time 60 \\
                        --retry 10 --retry-connrefused --request POST --output "$answer" "$(field claimUrl)"; then
                    rm -f "$answer"
                    fail "the join configuration was refused"
                fi
                python3 - "$answer" <<'PYTHON' || fail "the join configuration cannot be used"
            import json, os, sys

            def put(path, mode, content):
                os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
                with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "w") as file:
                    file.write(content)
                os.chmod(path, mode)

            claim = json.load(open(sys.argv[1]))
            for file in claim.get("files") or []:
                put(file["path"], int(file["mode"], 8), file["content"])
            if claim.get("agent"):
                put("/etc/skerry/agent.json", 0o600, json.dumps(claim["agent"]))
            if claim.get("agentToken"):
                put("/etc/skerry/agent-token", 0o600, claim["agentToken"])
            put("/etc/skerry/token", 0o600, claim["token"])
            PYTHON
                rm -f "$answer"
            }

            install_k3s() {
                installer=/usr/local/share/skerry/k3s-install.sh
                if [ ! -s "$installer" ]; then
                    mkdir -p /usr/local/share/skerry
                    curl --fail --silent --show-error --location --retry 10 --output "$installer.new" https://get.k3s.io ||
                        fail "k3s is not in this image and cannot be fetched"
                    mv "$installer.new" "$installer"
                fi
                skip=false
                if k3s --version 2>/dev/null | grep -qF "$version"; then
                    skip=true
                fi
                INSTALL_K3S_EXEC="$kind" INSTALL_K3S_VERSION="$version" INSTALL_K3S_SKIP_DOWNLOAD="$skip" \\
                    INSTALL_K3S_SKIP_START=true sh "$installer" || fail "k3s $version cannot be installed"
            }

            healthy() {
                curl --fail --silent --max-time 5 --output /dev/null http://127.0.0.1:10248/healthz || return 1
                [ "$kind" = agent ] || k3s kubectl get --raw /readyz >/dev/null 2>&1
            }

            [ -s /etc/skerry/token ] || claim
            install_k3s
            systemctl enable --now --no-block "$unit" || fail "$unit does not start"
            waited=0
            until healthy; do
                [ "$waited" -lt 600 ] || fail "$unit is not healthy after 600 s"
                sleep 2
                waited=$((waited + 2))
            done

            report() {
                curl --fail --silent --show-error --cacert "$ca" --max-time 30 --retry 20 --retry-connrefused \\
                    --header 'Content-Type: application/json' --data-binary @- "$(field joinedUrl)"
            }

            python3 - "$node" <<'PYTHON' | report || fail "cannot report that the node joined"
            import json, socket, sys, urllib.parse

            node = json.load(open(sys.argv[1]))
            url = urllib.parse.urlsplit(node["joinedUrl"])
            target = socket.getaddrinfo(url.hostname, url.port or 443, type=socket.SOCK_DGRAM)[0]
            with socket.socket(target[0], socket.SOCK_DGRAM) as probe:
                probe.connect(target[4])
                print(json.dumps({"nodeName": node["nodeName"], "address": probe.getsockname()[0]}))
            PYTHON
            """;

    private NodeScript() {}

    /** The script for one node. Every value that goes in is one that no quote can stand in. */
    static String of(Cluster cluster, Node node, String failureUrl) {
        boolean server = node.role().isServer();
        return SCRIPT.replace("@KIND@", server ? "server" : "agent")
                .replace("@UNIT@", server ? "k3s" : "k3s-agent")
                .replace("@VERSION@", cluster.clustering().kubernetesVersion())
                .replace("@FAILURE_URL@", failureUrl);
    }
}
