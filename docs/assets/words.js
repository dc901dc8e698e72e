// Words that a reader types, looked up in a text: each must begin a word of it, or be the plural of one.

/** The words of a text, in small letters. */
export const words = (text) => text.toLowerCase().match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];

/** Texts as `holds` looks through them: all their words, each between blanks. */
export const joined = (texts) => ` ${words(texts.join(" ")).join(" ")} `;

/** Whether all words typed are met; "forms" meets "form". */
export const holds = (text, typed) => typed.every((word) => text.includes(` ${word}`) || text.includes(` ${word.replace(/s$/, "")} `));
