// What stands in the address. Anybody may have written it, and mail programs and chats encode it, some of them twice: so it
// is decoded first, then looked up, and never put into the page. What cannot be looked up is told.

/** A text of an address as it was meant, however often it was encoded. What we look up is all ASCII. */
export const meant = (text) => text.replace(/%(?:25)*([2-7][0-9a-f])/gi, (_, sign) => String.fromCharCode(parseInt(sign, 16))).replaceAll("&amp;", "&");

/** A fragment without what chats and mail programs write behind an address, such as ")." or "?utm_source=x": ours end in no such sign. */
export const plain = (fragment) => meant(fragment).replace(/\b(\?.*|([^\w&=#%-]|%[89a-f]\w)+)$/i, "");

/** The parts of a fragment: "a=b" and "c=d" of "#a=b&c=d". */
export const parts = (fragment) => plain(fragment).split(/[#&]/).filter(Boolean);

/** Whether a fragment is none of the places of this page, so that it must be a trail. */
export const isTrail = (fragment) => parts(fragment).join() !== "top" && parts(fragment).length > 0 && !place(fragment);

/** The place of this page that a fragment names. */
export const place = (fragment) => document.getElementById(plain(fragment).slice(1));

/** What is asked for behind the question mark. */
export function asked() {
  const plain = new URLSearchParams(location.search);
  const coded = [...plain.keys()].some((key) => /[=%;]/.test(key)); // then the signs between the parts are, too
  return new URLSearchParams(coded ? meant(location.search) : plain);
}

/** The value of a name of the address among those that are known; null if none is given. One that is unknown is told. */
export function chosen(name, values) {
  const value = asked().get(name);
  if (!value) return null;
  if (values.includes(meant(value))) return meant(value);
  tell();
  return null;
}

/** Say, once, that the address holds what cannot be understood. */
export function tell() {
  if (document.querySelector(".unread")) return;
  const [line, notice] = ["p", "div"].map((tag) => document.createElement(tag));
  notice.className = "notice";
  notice.role = "status";
  line.className = "unread";
  line.textContent = "Part of the address could not be understood, and was left out.";
  if (!document.querySelector(".notice")) document.querySelector("h1").after(notice);
  document.querySelector(".notice").append(line);
}
