// From a page that has moved on to where it is: by the part that the fragment names here, or else with the fragment.

const part = document.getElementById(location.hash.slice(1));
const { href } = (part ?? document.querySelector(".moved")).querySelector("a");
location.replace(part ? href : href + location.hash);
