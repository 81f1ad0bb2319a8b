"""The unknowns of the story: what each epic could have failed by, and what was found out."""

from typing import Final, NamedTuple

INGRESS, ARGO, NODES = "Multi-cluster ingress", "Spinnaker → Argo CD migration", "Node auto-repair"
TERRAFORM, CA, DOCS, COST, DNS = (
    "Terraform CI speed-up",
    "CA certificate rotation",
    "Preview env docs",
    "Cost labels on pools",
    "CoreDNS metrics parity",
)

type Day = tuple[int, int]


class Told(NamedTuple):
    """
    A question of the running cycle. Who owns it answers it; days are (month, day).

    ``known`` is what was found out so far of one that has no answer yet.
    """

    epic: str
    question: str
    owner: str
    raised: Day
    looked: Day | None = None
    answered: Day | None = None
    answer: str = ""
    known: str = ""
    due: Day | None = None


TOLD: Final = (
    Told(
        INGRESS, "Can one DNS name answer from both clusters?", "Ren", (4, 27), None, (5, 7),
        "Yes, with weighted records and a TTL of 30 s.",
    ),
    Told(
        INGRESS, "Do both clusters run the same gateway version?", "Daniel", (4, 27), None, (5, 7),
        "They will: osaka was two releases behind, and is pinned to tokyo’s now.",
    ),
    Told(
        INGRESS, "How long does a client keep a dead address?", "Sofia", (4, 27), None, (5, 11),
        "Up to 4 minutes with the old SDK; the new one asks again after 10 s.",
    ),
    Told(
        INGRESS, "Does Gateway API cover our header routing?", "Ren", (4, 27), (4, 27), (5, 14),
        "All but 3 services; those keep the old ingress this cycle.",
    ),
    Told(
        INGRESS, "Who owns a route when two teams share a host?", "Ren", (4, 27), (4, 28), (5, 14),
        "Host owner approves. Written into the namespace template.",
    ),
    Told(
        INGRESS, "Can one certificate serve both clusters?", "Daniel", (4, 28), (4, 30), (5, 15),
        "Yes. Shared secret through the add-on, 90 s to spread.",
    ),
    Told(
        INGRESS, "Which services keep a session in memory?", "Sofia", (4, 30), None, (5, 11),
        "Two, and both agreed to move it to the cache.",
    ),
    Told(
        INGRESS, "Does the network policy let clusters reach each other?", "Daniel", (5, 7), None,
        (5, 12), "On the gateway ports only. No change needed.",
    ),
    Told(
        INGRESS, "What does p95 cost across regions?", "Sofia", (5, 11), None, (5, 13),
        "+11 ms measured, 350 ms limit holds.",
    ),
    Told(
        INGRESS, "Do health checks pass through the shared VIP when a cluster drains?", "Sofia",
        (5, 19), (5, 19),
        known="Found in the failover drill. Probe rewrite looks enough; needs one night in "
        "staging.", due=(5, 22),
    ),
    Told(
        ARGO, "Can Argo CD show a rollback as Spinnaker did?", "Priya", (4, 27), (4, 28), (5, 13),
        "Yes, by reverting the commit; one button in the deploy bot.",
    ),
    Told(
        ARGO, "Where do the manual judgments of 12 pipelines go?", "Lukas", (4, 27), (5, 7),
        (5, 18), "Into pull request approvals; three teams were asked and agree.",
    ),
    Told(
        ARGO, "Who may sync to production?", "Priya", (4, 27), (4, 30),
        known="Security wants two people. We are drafting a rule for the project.", due=(5, 25),
    ),
    Told(ARGO, "How many services still bake AMIs?", "Lukas", (4, 27), None, due=(5, 26)),
    Told(
        ARGO, "Does one Argo CD hold 310 applications?", "Priya", (4, 30), (5, 8), (5, 19),
        "With two shards of the controller, and 40 % less memory than feared.",
    ),
    Told(
        ARGO, "Can canary analysis read our metrics?", "Lukas", (5, 8), (5, 12),
        known="It reads Prometheus, but not the rates of the mesh.", due=(5, 22),
    ),
    Told(
        ARGO, "Which secrets did Spinnaker keep by itself?", "Priya", (5, 14), (5, 18), (5, 20),
        "Seven, all known; they move to the vault with their owners.",
    ),
    Told(
        NODES, "Is a node that fails its kubelet check really broken?", "Kenji", (4, 27), (4, 27),
        (5, 7), "In 46 of 50 cases. The others wait for image pulls, and get ten minutes.",
    ),
    Told(
        NODES, "Can we drain without breaking disruption budgets?", "Mei", (4, 27), (4, 28),
        (5, 12), "Yes, one node of a pool at a time.",
    ),
    Told(
        NODES, "Do GPU pools allow replacement?", "Kenji", (4, 27), None, (5, 1),
        "No: the quota is full. They are left out of this cycle.",
    ),
    Told(
        NODES, "Who is told when a node was replaced?", "Mei", (4, 27), None, (5, 7),
        "The desk, as a resolved ticket. Nobody is woken.",
    ),
    Told(
        NODES, "What if the whole zone is bad?", "Kenji", (4, 28), (5, 7), (5, 11),
        "Stop after three in ten minutes, and open a ticket.",
    ),
    Told(
        TERRAFORM, "Can plans of two folders share a cache?", "Naoki", (4, 27), (4, 27), (4, 28),
        "Yes, read-only.",
    ),
    Told(
        CA, "Which clients pin the old authority?", "Yui", (5, 1), (5, 1), (5, 8),
        "Only the batch jobs; they take the bundle from a volume now.",
    ),
    Told(
        COST, "Does the bill keep our labels?", "Yui", (5, 11), (5, 11), (5, 13),
        "Since March, for everything but network.",
    ),
)  # fmt: skip

# What nobody knows yet of the epics that are planned or proposed.
AHEAD: Final[dict[str, tuple[str, ...]]] = {
    "Ingress failover across regions": (
        "How do we notice that a region is lost, and not only slow?",
        "Who decides to move: a person, or the planner of traffic?",
        "What happens to writes that were under way?",
        "Does the data of checkout exist in Osaka?",
        "How long may a region be cut off before it comes back?",
        "Can DNS move within a minute for the mobile apps?",
        "Which services must never run in two regions?",
        "How do we drill it without customers noticing?",
    ),
    "Preview environments": (
        "How much does one cost a day?",
        "Where do their secrets come from?",
        "Can a preview have a database?",
        "Who takes one down when its pull request is forgotten?",
        "Do previews need names that the browser trusts?",
        "Which services cannot run twice?",
    ),
    "Workload identity everywhere": (
        "Which jobs still read keys from a file?",
        "Does the mesh pass the identity on?",
        "What of clusters outside the cloud?",
        "How long does a token live?",
        "Can we tell who used which role?",
        "Do the three vendors accept it?",
        "What breaks when the metadata server is slow?",
        "Who owns the roles?",
        "How do we roll it back?",
        "Are local set-ups of developers affected?",
        "Does the audit accept it instead of rotation?",
    ),
    "Quota self-service form": ("Who approves above 200 cores?",),
    "etcd restore drill": ("Is the backup of the managed master ours to restore?",),
    "Multi-tenant GPU pool": (
        "Can two teams share one card?",
        "How is a GPU hour charged?",
        "What happens when training and serving want the same card?",
        "Does the scheduler see fractions?",
        "Are drivers the same for all images?",
        "How long is the queue on a Monday?",
        "Who may evict whom?",
        "Do we need a second zone?",
        "Is the network fast enough between cards?",
        "Can spot instances serve?",
        "How are models kept close to the cards?",
        "What does an idle hour cost?",
    ),
    "Argo CD: last 40 services": (
        "Which of them deploy by hand?",
        "Does any need an order among its parts?",
        "Who owns the four without an owner?",
    ),
    "Namespace templates v2": ("Do old namespaces take the new template over?",),
    "Node image pipeline": (
        "Can we sign an image while it is built?",
        "How many kernels do we need?",
        "Who tests the GPU image?",
        "How old may a node be?",
    ),
    "Signed images only": (
        "Which base images are unsigned?",
        "What does the admission check cost per pod?",
        "How do vendors sign?",
        "What is the way out in an emergency?",
        "Does the mirror keep signatures?",
    ),
    "Log retention by team": ("Which logs does the law want kept?",),
    "Upgrade the network plugin": (
        "Do network policies mean the same afterwards?",
        "Can nodes of both versions talk?",
    ),
}
