// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/steps/pagestep.h"

#include "runner/html.h"
#include "runner/steps/httpstep.h"
#include "runner/testcontext.h"

using namespace Qt::StringLiterals;

namespace greenroom {

std::unique_ptr<Step> PageStep::make()
{
    return std::make_unique<PageStep>();
}

Problems PageStep::validate(const StepSpec &spec)
{
    if (!spec.value.isMapping())
        return {};
    Problems problems = unknownStepKeys(spec.value, { u"url"_s, u"headers"_s, u"timeout"_s, u"follow"_s, u"verify_tls"_s }, u"a page step"_s);
    problems += unknownStepKeys(spec.value[u"follow"_s], { u"select"_s, u"max_pages"_s }, u"follow"_s);
    if (!spec.value.contains(u"url"_s))
        problems.append({ Problem::Severity::Error, u"a page step needs an address"_s, u"write “page: /x” or “page: { url: /x }”"_s, spec.place });
    return problems;
}

QFuture<StepOutput> PageStep::run(TestContext &context, const StepSpec &spec)
{
    QFuture<StepOutput> future = promised();
    Result<HttpCall> call = HttpStep::callFor(spec.value, context);
    if (!call) {
        finishWithError(call.error().text);
        return future;
    }
    const yaml::Node &follow = spec.value[u"follow"_s];
    m_select = follow[u"select"_s].toText();
    m_maxPages = follow.isMapping() ? int(follow[u"max_pages"_s].toNumber(20)) : 1;
    if (!HttpStep::hasHeader(*call, "Accept"))
        call->headers.append(std::pair<QByteArray, QByteArray> { "Accept", "text/html,application/xhtml+xml,*/*;q=0.8" });
    m_call = *call;
    fetch(context, *call);
    return future;
}

void PageStep::fetch(TestContext &context, const HttpCall &call)
{
    m_seen.insert(call.url.toString());
    m_exchange = HttpExchange::start(context.http, context.cookies.get(), call, [this, &context, call](StepOutput output) {
        if (++m_pages == 1) {
            m_output = std::move(output);
            m_output.exchange = HttpStep::exchangeOf(call, m_output);
        } else {
            m_output.durationMs += output.durationMs;
            m_output.followed.append(std::move(output));
        }
        const StepOutput &last = m_output.followed.isEmpty() ? m_output : m_output.followed.last();
        if (!last.error.isEmpty())
            m_output.error = last.error;
        follow(context);
    }, this);
}

void PageStep::follow(TestContext &context)
{
    StepOutput &last = m_output.followed.isEmpty() ? m_output : m_output.followed.last();
    if (m_select.isEmpty() || m_pages >= m_maxPages || !m_output.error.isEmpty() || m_cancelled) {
        finish(std::move(m_output));
        return;
    }
    last.page = std::make_shared<HtmlPage>(last.body);
    const Result<QList<HtmlPage::Match>> links = last.page->css(m_select, HtmlPage::Take::Attributes);
    if (!links) {
        m_output.error = links.error().text;
        finish(std::move(m_output));
        return;
    }
    for (const HtmlPage::Match &link : *links) {
        for (const auto &[name, value] : link.attributes) {
            if (name != "href"_L1)
                continue;
            HttpCall next = m_call;
            next.url = QUrl(last.url).resolved(QUrl(value));
            next.url.setFragment({});
            if (m_seen.contains(next.url.toString()))
                continue;
            fetch(context, next);
            return;
        }
    }
    finish(std::move(m_output));
}

void PageStep::cancel()
{
    m_cancelled = true;
    if (m_exchange)
        m_exchange->cancel();
}

} // namespace greenroom
