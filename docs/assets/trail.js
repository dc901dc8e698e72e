// A tree and a trail through it: pure functions. A trail is a list of pairs, [question, answer].
// What stands in the address is only ever looked up among the ids of the tree, never put into the page.

/** "#a=b&c=d" -> [["a", "b"], ["c", "d"]], and how many parts were no question=answer of this tree. A last part
 * "assumed" says that nobody gave these answers: they are those of a situation. */
export function read(tree, fragment) {
  const parts = fragment.replace(/^#/, "").split("&").filter(Boolean);
  const assumed = parts.at(-1) === "assumed" && Boolean(parts.pop());
  const given = new Map();
  for (const part of parts) {
    const [question, answer, more] = part.split("=");
    if (more === undefined && own(tree.questions, question) && own(tree.questions[question].answers, answer))
      given.set(question, answer);
  }
  return { given: [...given], damaged: parts.length - given.size, assumed };
}

/** Whether a key is one of an object of ours. */
export const own = (object, key) => key !== undefined && Object.hasOwn(object, key);

/** The fragment of a trail, such as "#a=b&c=d"; "" for none. */
export const write = (given) => (given.length ? "#" + given.map((pair) => pair.join("=")).join("&") : "");

/** Follow answers from the start, or else from the question of the first.
 * Returns the steps taken, where they end, and the answers that did not come up. */
export function follow(tree, given) {
  const answers = new Map(given);
  const steps = [];
  let node = answers.has(tree.start) || !given.length ? tree.start : given[0][0];
  while (answers.has(node)) {
    steps.push([node, answers.get(node)]);
    answers.delete(node);
    node = tree.questions[node].answers[steps.at(-1)[1]].next;
  }
  return { steps, node, left: [...answers] };
}

/** The questions that can still come up from a node on. */
export function ahead(tree, node) {
  const found = new Set();
  const waiting = [node];
  for (const next of waiting) // grows as it is read
    if (own(tree.questions, next) && !found.has(next)) {
      found.add(next);
      waiting.push(...Object.values(tree.questions[next].answers).map((answer) => answer.next));
    }
  return found;
}

/** The answers given, with one put in: all before it, then that one, then all others. */
export function put(tree, given, question, answer) {
  const { steps } = follow(tree, given);
  const place = steps.findIndex(([asked]) => asked === question);
  const before = place < 0 ? steps : steps.slice(0, place);
  const rest = given.filter(([asked]) => asked !== question && !before.some(([earlier]) => earlier === asked));
  return [...before, [question, answer], ...rest];
}

/** For each step, where each of the other answers would have led, the rest of the trail replayed where it comes up. */
export function changes(tree, steps) {
  return steps.map(([question, chosen], place) => ({
    question,
    others: Object.keys(tree.questions[question].answers)
      .filter((answer) => answer !== chosen)
      .map((answer) => {
        const given = put(tree, steps, question, answer);
        const { node, steps: taken } = follow(tree, given);
        return { answer, node, given: taken, outcomes: own(tree.outcomes, node) ? 1 : tree.questions[node].outcomes };
      }),
  }));
}

/** How far the steps lean to each alternative, most first. */
export function tally(tree, steps) {
  const sums = new Map();
  for (const [question, answer] of steps)
    for (const [alternative, weight] of Object.entries(tree.questions[question].answers[answer].leans ?? {}))
      sums.set(alternative, (sums.get(alternative) ?? 0) + weight);
  return [...sums].sort((one, other) => other[1] - one[1]);
}

/** By how much the steps lean to what the outcome at their end picks over the next alternative, which that is, and the
 * questions whose answer alone, changed, would lead to something else for sure. */
export function margin(tree, steps) {
  const { picks } = tree.outcomes[follow(tree, steps).node];
  const sums = tally(tree, steps);
  const next = sums.find(([alternative]) => !picks.includes(alternative));
  const picked = sums.find(([alternative]) => picks.includes(alternative));
  const same = (node) => tree.outcomes[node].picks.some((pick) => picks.includes(pick));
  const turning = changes(tree, steps).filter(({ others }) => others.some(({ node }) => !ends(tree, node).some(same)));
  return { points: (picked?.[1] ?? 0) - (next?.[1] ?? 0), next: next?.[0], turning: turning.map(({ question }) => question) };
}

/** The outcomes that a node can lead to; an outcome leads to itself. */
export function ends(tree, node) {
  if (own(tree.outcomes, node)) return [node];
  const answers = [...ahead(tree, node)].flatMap((question) => Object.values(tree.questions[question].answers));
  return answers.map(({ next }) => next).filter((next) => own(tree.outcomes, next));
}

/** The cases with the likest answers, by the share of answers in common; none that has nothing in common. */
export function likest(tree, steps, count = 3) {
  const mine = new Map(steps);
  return Object.entries(tree.cases)
    .map(([id, project]) => {
      const answers = Object.entries(project.answers);
      const common = answers.filter(([question, answer]) => mine.get(question) === answer).length;
      return { id, ...project, common, likeness: common / (mine.size + answers.length - common) };
    })
    .filter((project) => project.common)
    .sort((one, other) => other.likeness - one.likeness)
    .slice(0, count);
}
