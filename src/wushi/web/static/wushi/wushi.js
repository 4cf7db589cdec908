// Small helps on top of pages that work without them: keys in lists, focus on errors, one submission a click, print.
(function () {
  "use strict";

  function typing(target) {
    return target.closest && target.closest("input, textarea, select, [contenteditable]");
  }

  // j and k move through the rows of a list, Enter follows the link that has the focus (the browser does that itself).
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key !== "j" && event.key !== "k") return;
    var links = Array.prototype.slice.call(document.querySelectorAll("[data-rows] tbody th a"));
    if (!links.length) return;
    var at = links.indexOf(document.activeElement);
    var next = event.key === "j" ? Math.min(at + 1, links.length - 1) : Math.max(at - 1, 0);
    links[next].focus();
    links[next].closest("tr").scrollIntoView({ block: "nearest" });
    event.preventDefault();
  });

  // A form marked data-once is sent once: the server keeps the client key, this keeps the person from doubting.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.hasAttribute("data-once")) return;
    if (form.hasAttribute("data-sent")) { event.preventDefault(); return; }
    form.setAttribute("data-sent", "");
    window.setTimeout(function () {
      form.querySelectorAll("button").forEach(function (b) { b.setAttribute("aria-disabled", "true"); });
    }, 0);
  });
  // The page may come back from the browser's cache: let it be sent again.
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) {
      form.removeAttribute("data-sent");
      form.querySelectorAll("button").forEach(function (b) { b.removeAttribute("aria-disabled"); });
    });
  });

  document.addEventListener("click", function (event) {
    var print = event.target.closest("[data-print]");
    if (print) window.print();
  });

  function ready() {
    var summary = document.querySelector("[data-focus]");
    if (summary) summary.focus();
    // shown only where the script can do it
    document.querySelectorAll("[data-script]").forEach(function (part) { part.hidden = false; });
  }
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", ready); else ready();
})();
