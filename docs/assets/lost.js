// On the page for lost readers: a link whose "#" or "?" was encoded, so that all behind it was taken for the path.

import { meant } from "./address.js";

const path = meant(location.pathname);
if (/[#?]/.test(path)) location.replace(location.origin + path + location.search + location.hash);
