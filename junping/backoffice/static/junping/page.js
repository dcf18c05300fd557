/* 均坪综治 · 后台。没有这个文件，页面照样能用；它只省几下点击。 */
(function () {
  "use strict";

  // 手机上一行放不下、要横着滑的：正在看的那一项滑到看得见的地方。
  document.querySelectorAll(".jp-nav [aria-current], .jp-chips [aria-current], .jp-acts [aria-expanded]").forEach(function (item) {
    var row = item.parentElement, ahead = item.getBoundingClientRect().left - row.getBoundingClientRect().left;
    row.scrollLeft += ahead - (row.clientWidth - item.offsetWidth) / 2;
  });

  // “/”到搜索框。单键快捷键可以关掉（右上角姓名下），关掉的记在这台电脑上。
  var search = document.getElementById("find"), OFF = "junping-no-slash", stored;
  try { stored = window.localStorage; } catch (refused) { stored = null; }
  function isOff() { return Boolean(stored && stored.getItem(OFF)); }

  if (search) {
    document.addEventListener("keydown", function (event) {
      var busy = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
      if (event.key !== "/" || busy || event.ctrlKey || event.altKey || event.metaKey || isOff()) { return; }
      event.preventDefault();
      search.focus();
    });
    var menu = document.querySelector(".jp-me__menu");
    if (menu && stored) {
      var toggle = document.createElement("button"), name = function () { toggle.textContent = isOff() ? "启用“/”搜索键" : "关掉“/”搜索键"; };
      toggle.type = "button";
      toggle.addEventListener("click", function () {
        if (isOff()) { stored.removeItem(OFF); } else { stored.setItem(OFF, "1"); }
        name();
      });
      name();
      menu.insertBefore(toggle, menu.firstChild);
    }
  }

  // 填完姓名、证件号、电话、地点，旁边列出以前的件；和“先查旧件”按钮走同一条路。
  var form = document.querySelector("form[data-look]"), asked = 0;
  if (form && window.fetch && window.DOMParser) {
    form.addEventListener("change", function (event) {
      if (!/(^|-)(name|id_number|phone|place|site)$/.test(event.target.name)) { return; }
      var sent = new URLSearchParams(), turn = ++asked;
      new FormData(form).forEach(function (value, key) { if (typeof value === "string") { sent.append(key, value); } });
      sent.append("look", "1");
      fetch(window.location.href, { method: "POST", body: sent, credentials: "same-origin" })
        .then(function (answer) { return answer.ok && !answer.redirected ? answer.text() : ""; })
        .then(function (text) {
          var found = new DOMParser().parseFromString(text, "text/html").querySelector(form.dataset.look);
          var here = document.querySelector(form.dataset.look);
          if (found && here && turn === asked) { here.replaceChildren.apply(here, Array.from(found.childNodes)); }
        })
        .catch(function () { /* 断网时还有按钮。 */ });
    });
  }
})();
