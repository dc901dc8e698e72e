// The mark of today on a time line, which a page that was made earlier cannot know.

for (const line of document.querySelectorAll("[data-first]")) {
  const now = new Date();
  const months = now.getFullYear() * 12 + now.getMonth() + now.getDate() / 31 - line.dataset.first;
  if (!(months >= 0 && months <= line.dataset.months)) continue; // a reader's clock may be anywhere
  for (const mark of line.querySelectorAll(".now"))
    for (const end of ["x1", "x2"]) mark.setAttribute(end, `${(100 * months) / line.dataset.months}%`);
  line.querySelector(".day").textContent = "today";
}
