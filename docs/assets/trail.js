// A tree and a trail through it: pure functions. A trail is a list of pairs, [question, answer].
// What stands in the address is only ever looked up among the ids of the tree, never put into the page.

import { parts } from "./address.js";

const THEIRS = "_vs="; // no id begins so

/** "#a=b&c=d" -> [["a", "b"], ["c", "d"]], and how many parts were no question=answer of this tree. A part "assumed" says
 * that nobody gave these answers: they are those of a situation. `theirs` are the steps of a colleague, those in "_vs=a.b,c.d". */
export function read(tree, fragment) {
  const all = parts(fragment);
  const mine = known(tree, all.filter((part) => part !== "assumed" && !part.startsWith(THEIRS)));
  const other = known(tree, all.filter((part) => part.startsWith(THEIRS)).flatMap((part) => part.slice(THEIRS.length).split(",").map((pair) => pair.replace(".", "="))));
  const { steps, left } = follow(tree, other.given);
  return { given: mine.given, damaged: mine.damaged + other.damaged + left.length, assumed: all.includes("assumed"), theirs: steps };
}

/** Of parts such as "a=b" those that are a question and its answer; how many are not, or gainsay another. */
function known(tree, pairs) {
  const given = new Map();
  let damaged = 0;
  for (const pair of pairs) {
    const [question, answer, more] = pair.split("=");
    const real = more === undefined && own(tree.questions, question) && own(tree.questions[question].answers, answer);
    if (!real || (given.get(question) ?? answer) !== answer) damaged += 1;
    if (real) given.set(question, answer);
  }
  return { given: [...given], damaged };
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

const picksOf = (tree, node) => tree.outcomes[node].picks;
const shared = (some, others) => some.some((one) => others.includes(one));

/** What steps to an outcome say of it. `pro`, `contra` and `even` are the steps that lean more to what it picks than to
 * anything else, less, and neither. `points` is by how much all of them together lean to it, over `next`. `ranking` has
 * every alternative that a step leans to, or that is picked or a column, with the steps for it and those for others alone. */
export function verdict(tree, steps) {
  const { node } = follow(tree, steps);
  const { picks } = tree.outcomes[node];
  const leans = ([question, answer]) => tree.questions[question].answers[answer].leans ?? {};
  const most = (step, wanted) => Math.max(0, ...Object.entries(leans(step)).filter(([key]) => picks.includes(key) === wanted).map(([, weight]) => weight));
  const net = (step) => most(step, true) - most(step, false);
  const sums = new Map([...picks, ...Object.keys(tree.own)].map((key) => [key, 0]));
  for (const [key, sum] of tally(tree, steps)) sums.set(key, sum);
  const ranking = [...sums]
    .sort((one, other) => other[1] - one[1])
    .map(([alternative, sum]) => ({
      alternative,
      sum,
      pro: steps.filter((step) => alternative in leans(step)),
      contra: steps.filter((step) => Object.keys(leans(step)).length && !(alternative in leans(step))),
    }));
  const best = (wanted) => ranking.find(({ alternative, sum }) => sum && picks.includes(alternative) === wanted);
  return {
    picks,
    pro: steps.filter((step) => net(step) > 0),
    contra: steps.filter((step) => net(step) < 0),
    even: steps.filter((step) => net(step) === 0),
    points: (best(true)?.sum ?? 0) - (best(false)?.sum ?? 0),
    next: best(false)?.alternative,
    ranking,
  };
}

/** Of what is near at the outcome of the steps, what they have neither ruled out nor met already. */
export function fitting(tree, steps) {
  const { near } = tree.outcomes[follow(tree, steps).node];
  const ruledOut = (unless) => steps.some(([question, answer]) => unless[question]?.includes(answer));
  return Object.keys(near).filter((key) => !ruledOut(near[key]));
}

/** The steps whose answer alone, changed, would lead to something else for sure: where to, by which answers, and what
 * the change from what is picked would cost, the cheapest first, where the tree says it. */
export function turns(tree, steps) {
  const picks = picksOf(tree, follow(tree, steps).node);
  const away = ({ node }) => !ends(tree, node).some((end) => shared(picksOf(tree, end), picks));
  return changes(tree, steps).flatMap(({ question, others }, place) => {
    const to = new Map();
    for (const other of others.filter(away)) {
      const after = ends(tree, other.node).flatMap((end) => picksOf(tree, end));
      const needed = new Set(after.map((pick) => tree.moves[picks[0]]?.[pick]));
      const costs = tree.costs.filter(([cost]) => needed.has(cost)).map(([, name]) => name);
      const known = to.get(other.node) ?? { node: other.node, answers: [], given: other.given, costs };
      to.set(other.node, { ...known, answers: [...known.answers, other.answer] });
    }
    return to.size ? [{ question, chosen: steps[place][1], to: [...to.values()] }] : [];
  });
}

/** The outcomes that a node can lead to; an outcome leads to itself. */
function ends(tree, node) {
  if (own(tree.outcomes, node)) return [node];
  const answers = [...ahead(tree, node)].flatMap((question) => Object.values(tree.questions[question].answers));
  return answers.map(({ next }) => next).filter((next) => own(tree.outcomes, next));
}

/** The ids of these cases, those with the likest answers first: by the share of answers in common. */
export function likest(tree, steps, ids) {
  const mine = new Map(steps);
  const likeness = (id) => {
    const answers = Object.entries(tree.cases[id]);
    const common = answers.filter(([question, answer]) => mine.get(question) === answer).length;
    return common / (mine.size + answers.length - common);
  };
  return ids.toSorted((one, other) => likeness(other) - likeness(one));
}
