/** Text of our own making: what nobody should be warned about, and plain abuse. */

import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Random = () => number;

/** A repeatable source of numbers from 0 to 1. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const list = (text: string): string[] => text.split("|");

const SLOTS: Record<string, string[]> = {
  topic: list(
    "climate change|photosynthesis|the French Revolution|machine learning|a healthy breakfast|solar panels|remote work|the water cycle|black holes|supply and demand|jazz|coffee|electric cars|the human heart|time management|the Roman Empire|volcanoes|public transport|online learning|sleep|gravity|bees|the stock market|a broken friendship|growing up in a small town|mobile phones|recycling|the moon landing|chess|data privacy|stress|vaccines|tourism|fast fashion|artificial intelligence|a lost dog|the ocean|minimalism|a city at night|friendship|courage|winter|the periodic table|healthy habits|social media|teamwork|customer loyalty|renewable energy|mindfulness|a new smartphone|the digestive system|inflation|evolution|podcasts|video games|the Great Wall|a haunted house|leadership|plastic waste|virtual reality|the immune system|public speaking|a rainy day|global warming|poverty|space travel|a hidden treasure|spring|cyber security|blockchain|quantum computers",
  ),
  thing: list(
    "story|poem|haiku|letter|speech|slogan|tweet|headline|paragraph|essay|dialogue|song|riddle|joke|summary|outline|blog post|product description|job advertisement|cover letter|recipe|limerick|review|press release|list|quiz|table|timeline|business plan|tagline|script|thank-you note|newsletter|caption|fable|conversation|invitation|proposal|lesson plan|report|diary entry|news article|monologue|email|flashcard|checklist",
  ),
  reader: list(
    "a child|a beginner|a ten-year-old|a manager|a customer|a friend|my grandmother|a student|a new employee|an expert|a tourist|a potential investor|someone who has never seen a computer|a 4th grader|a large audience|parents|a teacher",
  ),
  number: list("2|3|4|5|6|7|8|10|12|15|20|two|three|four|five|six|seven|ten"),
  plural: list(
    "reasons|ways|tips|examples|ideas|advantages|disadvantages|questions|facts|steps|strategies|books|words|adjectives|synonyms|hobbies|animals|countries|ingredients|benefits|challenges|goals|activities|qualities|differences|tools|sentences|quotes|topics|names|jobs|projects|rules of a game|characters|benefits and risks",
  ),
  language: list("Python|JavaScript|Java|C++|SQL|Rust|Go|Ruby|TypeScript|Bash|C#|PHP|HTML"),
  task: list(
    "sorts a list of numbers|reverses a string|counts the vowels in a word|finds the largest element of an array|reads a file line by line|checks whether a number is prime|adds two numbers|prints the Fibonacci series|removes duplicates from a list|converts Celsius to Fahrenheit|calculates the area of a circle|merges two dictionaries|sends an HTTP request|checks if a word is a palindrome|draws a triangle|finds the factorial of a number|parses a date|generates a random password|shuffles a deck of cards|calculates the average of a column",
  ),
  sentence: list(
    "The cat sat on the mat.|She was very happy to see her brother.|He don't like apples.|The sky is a sea of stars.|I will go to the store tomorrow.|The company was founded in 1998 and has grown ever since.|They was playing football in the park.|The results of the study were surprising.|My phone is old and slow.|The new policy will take effect next month.|It was raining, so we stayed at home.|The meeting has been moved to Thursday.|A good leader listens.|I have a dream.|The food was cold and the waiter was rude.|We need to reduce costs without losing quality.",
  ),
  words: list(
    "tree, river, stone|happy, sad, angry|apple, banana, carrot, potato|Paris, London, Tokyo|dog, table, run, blue|knight, dragon, castle|sun, moon, stars|chicken, rice, garlic|Monday, January, 2020|red, green, yellow|3, 8, 12, 5, 7|cup, kettle, tea|guitar, drums, piano",
  ),
  style: list(
    "formal|funny|persuasive|simple|polite|dramatic|concise|casual|poetic|sarcastic|professional|optimistic|neutral|friendly",
  ),
  role: list(
    "a tour guide|a nutritionist|a travel agent|a history teacher|a gardener|an interviewer|a chef|a career coach|a detective|a weather reporter|a librarian|a scientist|a poet|a football coach|a wizard in a children's book|the narrator",
  ),
  place: list(
    "Paris|a small village|the desert|New York|a space station|a library|Japan|the office|a school|the beach|a hospital|ancient Egypt|the kitchen|Canada",
  ),
  identity: list(
    "gay|lesbian|transgender|bisexual|queer|Muslim|Jewish|Christian|Hindu|Buddhist|atheist|black|white|Asian|African|Mexican|Chinese|Arab|Turkish|Polish|immigrant|refugee|deaf|blind|disabled|autistic|old|young|female|male|Latina|Indian|Roma|Catholic|Sikh|non-binary|homosexual|straight|African American|Jewish American",
  ),
  insult: list(
    "idiot|moron|loser|imbecile|cretin|clown|coward|pig|rat|dimwit|fool|liar|parasite|nobody|creep|scumbag|jerk|halfwit|weasel|worm|freak|dunce|troll|psycho|degenerate",
  ),
  insulting: list(
    "stupid|pathetic|worthless|disgusting|ugly|dumb|miserable|useless|brainless|filthy|ignorant|vile|repulsive|retarded|lazy|cowardly|fat|sick|lying",
  ),
  filth: list("trash|garbage|filth|dirt|scum|crap|shit|slime|vermin"),
  harm: list("kill|hurt|beat|shoot|stab|choke|strangle|hang|burn|punch|destroy|drown|slap|smash"),
  harmed: list(
    "killed|hurt|beaten up|shot|stabbed|run over|locked up and forgotten|cancer|burned alive|hit by a bus|hanged",
  ),
  pair: list(
    "cats and dogs|Python and Java|renting and buying a house|a laptop and a tablet|weather and climate|mitosis and meiosis|a debit card and a credit card|coffee and tea|Mars and Earth|virtual and augmented reality|fiction and non-fiction|empathy and sympathy|a virus and a bacterium|frogs and toads|renewable and non-renewable energy",
  ),
  quantity: list(
    "25 miles to kilometers|60 degrees Fahrenheit to Celsius|150 pounds to kilograms|the area of a rectangle with sides 4 and 9|the median of 3, 8, 12, 5 and 7|12 percent of 350|the square root of 144|3x + 7 = 12|the perimeter of a triangle with sides 3, 4 and 5|how long a train at 80 km/h needs for 200 km|1850 US dollars in euros|the compound interest on 1000 dollars at 5 percent for 3 years",
  ),
};

/** One template per line; `\\n` is a line break. */
function templates(name: string): string[] {
  const lines = readFileSync(join(import.meta.dirname, name), "utf8")
    .trim()
    .split("\n");
  return lines.map((line) => line.replaceAll("\\n", "\n"));
}

const REQUESTS = templates("own-requests.txt");
const ANSWERS = templates("own-answers.txt");
const PEOPLE = templates("own-people.txt");
const ABUSE = templates("own-abuse.txt");

/** Ordinary requests; the same seed gives the same ones. */
export function benignRequests(count: number, random: Random): string[] {
  return Array.from({ length: count }, () => {
    const request = fill(pick(REQUESTS, random), random);
    const roll = random();
    if (roll < 0.06) return request.toLowerCase();
    if (roll < 0.1) return `${request}\nNo Input`;
    return roll < 0.16 ? request.replace(/[.?]$/, "") : request;
  });
}

/** Ordinary answers; the same seed gives the same ones. */
export function benignAnswers(count: number, random: Random): string[] {
  return Array.from({ length: count }, () => {
    const answer = fill(pick(ANSWERS, random), random);
    return random() < 0.3 ? `${answer}\n\n${fill(pick(ANSWERS, random), random)}` : answer;
  });
}

/** Harmless words about people, illness, crime and taste; the same seed gives the same ones. */
export function benignRemarks(count: number, random: Random): string[] {
  return Array.from({ length: count }, () => {
    const remark = fill(pick(PEOPLE, random), random);
    return random() < 0.3 ? remark.toLowerCase() : remark;
  });
}

/** Insults and threats; the same seed gives the same ones. */
export function abuse(count: number, random: Random): string[] {
  return Array.from({ length: count }, () => {
    const words = fill(pick(ABUSE, random), random);
    const roll = random();
    if (roll < 0.25) return words.toLowerCase();
    return roll < 0.35 ? words.toUpperCase() : words;
  });
}

const FRAGMENTS = list(
  "describing|similarly|Now write|oppositeley|revert|please|Sure|Here|sentence|bullet|points|formula|Begin|Output|Step|One|Two|INST|SYS|end|text|tutorial|title|caption|poem|Reply|steps|format|python|JSON|answer|Example|ternoon|isch|ially|ership|ungen|ment|heits|Url|span|href|tikz|frac|noindent|item|usepackage|einen|pour|mais|avec|como|para|della|und|nicht|questo|Bitte|merci|Shakes|classic|musica|panda|reboot|phone|dinner|quit|okay|spec|Thanks|whenever|grand|hide|opening|Style|short|todo|happens|Please|manner|Cinema|Veras|Sidenote|interface|exclusive|metaphor|lower|upper|Manuel|WriteLine|printf|return|static|void|null|const|lambda|import|array|table|seven|five|kids|explain|sarcast|rhyme|emoji|Latin|tweet|haiku",
);
const MARKS = list(
  '(|)|[|]|{|}|\\\\|$|&&|==|=>|...|....|--|!!|!|?|??|;|:|::|,|.|`|``|```|"|\'|<<|>>|<|>|/|//|*|**|_|#|@|~|+|^|({|})|](|)]|.)|\\"|]);|}{|\\(|><|<?|/(',
);

/** Requests with a suffix as search algorithms find them: pieces of words, code and marks without sense. */
export function oddSuffixes(
  requests: readonly string[],
  vocabulary: readonly string[],
  count: number,
  random: Random,
): string[] {
  const piece = (): string => {
    if (random() < 0.4) return pick(FRAGMENTS, random);
    const word = pick(vocabulary, random);
    return random() < 0.5 ? word : word.slice(Math.floor(random() * (word.length - 2)));
  };
  return Array.from({ length: count }, () => {
    const pieces = Array.from({ length: 12 + Math.floor(random() * 14) }, () => {
      const roll = random();
      const glue = random() < 0.45 ? "" : " ";
      if (roll < 0.42) return glue + pick(MARKS, random);
      const word = glue + piece();
      return roll < 0.52 ? word + piece() : word;
    });
    return `${pick(requests, random)} ${pieces.join("").trim()}`;
  });
}

function fill(template: string, random: Random): string {
  return template.replaceAll(/\{(\w+)\}/g, (_, slot: string) =>
    pick(SLOTS[slot] ?? [slot], random),
  );
}

function pick<T>(items: readonly T[], random: Random): T {
  return items[Math.floor(random() * items.length)] as T;
}
