// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/costpane.h"

#include "actions.h"
#include "core/whenready.h"
#include "engine.h"
#include "models/runmodel.h"
#include "widgets/costparts.h"
#include "widgets/elided.h"
#include "widgets/pieces.h"
#include "widgets/segments.h"
#include "words.h"
#include "workspace.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QMenu>
#include <QScrollArea>
#include <QSpinBox>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int everyMs = 2000;
constexpr int hoursADay = 4;
constexpr int daysAMonth = 22;
const QString elsewhere = u"us-east-1"_s;   // of a project that names no region

// A titled card around a chart.
QWidget *framed(const Theme &theme, QWidget *title, QWidget *body)
{
    class Frame : public QWidget
    {
    public:
        explicit Frame(const Theme &theme) : m_theme(theme) {}

    protected:
        void paintEvent(QPaintEvent *) override
        {
            QPainter painter(this);
            paintBox(&painter, rect(), m_theme.color(Token::BgStage), m_theme.color(Token::Line), 6);
        }

    private:
        const Theme &m_theme;
    };
    auto *box = new Frame(theme);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(1, 1, 1, 8);
    layout->setSpacing(0);
    title->setFixedHeight(39);
    layout->addWidget(title);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(body, 1);
    return box;
}

QWidget *row(std::initializer_list<QWidget *> parts)
{
    auto *box = new QWidget;
    auto *layout = new QHBoxLayout(box);
    layout->setContentsMargins(16, 0, 16, 0);
    layout->setSpacing(12);
    for (QWidget *part : parts) {
        if (part)
            layout->addWidget(part);
        else
            layout->addStretch();
    }
    return box;
}

} // namespace

CostPane::CostPane(Workspace &workspace, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_server(CostSettings().server)
    , m_stack(new QStackedWidget)
{
    const Theme &theme = workspace.theme;
    m_empty = new EmptyState(theme, u"cost"_s, tr("Nothing to price yet."), tr("Messages and calls of hosts on this computer are counted as AWS would; the demo makes some."));
    connect(m_empty->addButton(u"run-solid"_s, tr("Try the demo")), &QPushButton::clicked, this, [this] { m_workspace.actions.startDemo(); });
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makePage());
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(makeHead());
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addWidget(m_stack, 1);
    m_tick.setInterval(everyMs);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible())
            ask();
    });
    m_tick.start();
    show();
}

QWidget *CostPane::makeHead()
{
    const Theme &theme = m_workspace.theme;
    m_live = new Chip(theme);
    m_list = new Chip(theme);
    QWidget *head = row({ makeLabel(theme, Theme::TypeLevel::Title, Token::T1, tr("What it would cost")),
                          makeLabel(theme, Theme::TypeLevel::Body, Token::T2, tr("measured here, priced as if deployed")), m_live, nullptr, m_list });
    head->setFixedHeight(52);
    return head;
}

// "Same load for 4 h a day on 22 days a month, compared with t4g.small".
QWidget *CostPane::makeAssumptions()
{
    const Theme &theme = m_workspace.theme;
    const auto number = [this](int least, int most, int value, const QString &unit, const QString &name) {
        auto *box = new QSpinBox;
        box->setRange(least, most);
        box->setValue(value);
        box->setSuffix(u' ' + unit);
        box->setAccessibleName(name);
        box->findChild<QLineEdit *>()->setAccessibleName(name);   // the focus is there
        box->setFixedHeight(28);
        box->setButtonSymbols(QAbstractSpinBox::NoButtons);   // arrow keys and the wheel do
        connect(box, &QSpinBox::valueChanged, this, &CostPane::price);
        return box;
    };
    m_hours = number(1, 24, hoursADay, tr("h"), tr("Hours a day"));
    m_days = number(1, 31, daysAMonth, tr("days"), tr("Days a month"));
    m_servers = makeButton(theme, {}, {});
    m_servers->setAccessibleName(tr("Server to compare with"));
    auto *menu = new QMenu(m_servers);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        for (const ServerPrice &server : m_cost.prices.servers) {
            menu->addAction(u"%1, %2"_s.arg(server.name, server.about), this, [this, name = server.name] {
                m_server = name;
                price();
            });
        }
    });
    m_servers->setMenu(menu);
    m_what = new Segments(theme, Segments::Choice::One);
    m_what->add(u"run"_s, tr("This run"));
    m_what->add(u"all"_s, tr("All that is kept"));
    m_what->setChosen(u"all"_s);
    connect(m_what, &Segments::changed, this, &CostPane::ask);
    const auto words = [&theme](const QString &text) { return makeLabel(theme, Theme::TypeLevel::Body, Token::T2, text); };
    QWidget *line = row({ words(tr("Same load for")), m_hours, words(tr("a day on")), m_days, words(tr("a month, compared with")), m_servers, nullptr, m_what });
    line->layout()->setContentsMargins(0, 0, 0, 0);
    return line;
}

QWidget *CostPane::makePage()
{
    const Theme &theme = m_workspace.theme;
    auto *cards = new QHBoxLayout;
    cards->setSpacing(12);
    m_measured = new AmountCard(theme, false);
    m_hour = new AmountCard(theme, false);
    m_month = new AmountCard(theme, true);
    m_always = new AmountCard(theme, false);
    for (AmountCard *card : { m_measured, m_hour, m_month, m_always })
        cards->addWidget(card, 1);
    m_chart = new BreakEvenChart(theme);
    m_parts = new PriceParts(theme);
    m_table = new CostTable(theme);
    m_sentence = new Elided(theme, Theme::TypeLevel::Body, Token::T2);
    m_sentence->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_sentence->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    auto *charts = new QHBoxLayout;
    charts->setSpacing(12);
    charts->addWidget(framed(theme, row({ makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("Where a server becomes cheaper")), m_sentence }), m_chart), 9);
    charts->addWidget(framed(theme, row({ makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, tr("What makes the price")), nullptr }), m_parts), 5);
    m_notes = makeLabel(theme, Theme::TypeLevel::Note, Token::T3);
    m_notes->setWordWrap(true);
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins(16, 16, 16, 16);
    layout->setSpacing(12);
    layout->addLayout(cards);
    layout->addWidget(makeAssumptions());
    layout->addLayout(charts, 1);
    layout->addWidget(m_table);
    layout->addWidget(m_notes);
    auto *scroll = new QScrollArea;
    scroll->setWidget(page);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->viewport()->setAutoFillBackground(false);
    page->setAutoFillBackground(false);
    return scroll;
}

void CostPane::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    ask();
}

void CostPane::ask()
{
    if (std::exchange(m_asking, true))
        return;
    UsageQuestion question;
    if (m_what->isChosen(u"run"_s))
        question.run = m_workspace.run.summary().run.number;
    whenReady(m_workspace.engine.usage(question), this, [this](const Result<UsageSums> &sums) {
        m_asking = false;
        if (sums)
            m_sums = *sums;
        else
            m_empty->setSentence(tr("The traffic could not be counted."), sums.error().text);
        price();
    });
}

void CostPane::price()
{
    const QString region = m_sums.regions.size() == 1 ? m_sums.regions.first() : QString();
    const Result<PriceList> prices = builtinPrices(regionsWithPrices().contains(region) ? region : elsewhere);
    if (!prices)
        return m_empty->setSentence(tr("There is no price list."), prices.error().text);
    CostSettings settings;
    settings.hoursAMonth = m_hours->value() * m_days->value();
    settings.server = m_server;
    m_cost = costOf(m_sums, *prices, settings);
    show();
    emit shown();
}

void CostPane::show()
{
    const Usage &total = m_sums.total;
    m_stack->setCurrentIndex(total.isEmpty() ? 0 : 1);
    const bool running = m_workspace.run.summary().isRunning();
    m_live->setVisible(running);
    m_live->setLook({ tr("Live"), u"passed"_s, {}, true });
    m_list->setVisible(!total.isEmpty());
    m_list->setLook({ tr("Price list of %1").arg(m_cost.prices.region), {}, u"tag"_s, false });
    m_list->setToolTip(tr("%1, read %2").arg(m_cost.prices.figure(Item::Messages).source, m_cost.prices.figure(Item::Messages).date));
    if (total.isEmpty())
        return;
    CostSettings hour = m_cost.settings;
    hour.hoursAMonth = 1;
    const bool ofRun = m_what->isChosen(u"run"_s);
    const ServerPrice *server = m_cost.server();
    m_measured->setAmount((ofRun ? tr("This run, %1") : tr("Measured in %1")).arg(durationText(double(m_sums.until - m_sums.from))), moneyText(m_cost.total.measured),
                          tr("%1 messages, %2 calls").arg(countText(total.messagesIn + total.messagesOut), countText(total.calls)));
    m_hour->setAmount(tr("An hour at this rate"), moneyText(costOf(m_sums, m_cost.prices, hour).total.month),
                      tr("%1 messages a second").arg(m_cost.messagesASecond, 0, 'g', 3));
    m_month->setAmount(tr("A month like this"), moneyText(m_cost.total.month), tr("%1 h a day, %2 days").arg(m_hours->value()).arg(m_days->value()));
    m_always->setAmount(tr("A server, a month"), moneyText(m_cost.serverMonth), server ? tr("%1, always on").arg(server->about) : tr("not in this price list"));
    m_servers->setText(m_server);
    m_servers->setAccessibleName(tr("Compared with %1").arg(m_server));
    m_servers->updateGeometry();
    m_chart->setCost(m_cost);
    m_sentence->setText(m_chart->sentence());
    m_parts->setCost(m_cost);
    m_table->setCost(m_cost);
    m_notes->setText(m_cost.notes.join(u' '));
}

} // namespace greenroom
