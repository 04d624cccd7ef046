// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "panes/inspector.h"

#include "copies.h"
#include "core/masking.h"
#include "engine.h"
#include "models/connectionsmodel.h"
#include "models/framesmodel.h"
#include "models/invocationsmodel.h"
#include "panes/composer.h"
#include "panes/framedetails.h"
#include "panes/refusedpane.h"
#include "panes/teststep.h"
#include "widgets/detached.h"
#include "widgets/detailspage.h"
#include "widgets/elided.h"
#include "widgets/framesview.h"
#include "widgets/link.h"
#include "widgets/panememory.h"
#include "widgets/pieces.h"
#include "widgets/remoteband.h"
#include "widgets/trafficstrip.h"
#include "words.h"
#include "workspace.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHostAddress>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QRegularExpression>
#include <QSaveFile>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

constexpr int seconds = 60;
constexpr int mostNames = 24;
constexpr int narrow = 1016;      // of a window of 1100
constexpr int detailsWidth = 412;
constexpr int leastDetails = 372;
constexpr int leastMiddle = 300;  // the window may be lower than all details are high
constexpr int tallFoot = 188;
constexpr int lowFoot = 148;

} // namespace

bool Inspector::isRemote(const QString &url)
{
    const QString host = QUrl(url).host();
    if (host.isEmpty() || host == "localhost"_L1 || host.endsWith(".localhost"_L1))
        return false;
    const QHostAddress address(host);
    return address.isNull() || !address.isLoopback();
}

QStringList Inspector::placesOf(const QString &text)
{
    static const QRegularExpression deployed(u"^[a-z0-9]+\\.execute-api\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?$"_s);
    if (!isRemote(text))
        return {};
    const QUrl url(text);
    const QRegularExpressionMatch match = deployed.match(url.host());
    const QString stage = url.path().section(u'/', 1, 1);
    return match.hasMatch() && !stage.isEmpty() ? QStringList { stage, match.captured(1) } : QStringList { url.host() };
}

QStringList Inspector::remotePlaces() const
{
    const ConnectionRow *connection = row();
    return connection && connection->isClient() ? placesOf(connection->opened.url) : QStringList();
}

Inspector::Inspector(Workspace &workspace, const QString &trail, QWidget *parent)
    : QWidget(parent)
    , m_workspace(workspace)
    , m_band(new RemoteBand(workspace.theme))
    , m_frames(new FramesView(workspace))
    , m_details(new FrameDetails(workspace))
    , m_composer(new Composer(workspace))
    , m_traffic(new TrafficStrip(workspace.theme))
{
    const Theme &theme = workspace.theme;
    m_split = new QSplitter(Qt::Horizontal);
    QSplitter *split = m_split;
    m_details->setObjectName(u"details"_s);   // the window's button opens and closes it
    m_details->installEventFilter(this);
    split->setChildrenCollapsible(false);
    split->addWidget(m_frames);
    split->addWidget(m_details);
    split->setStretchFactor(0, 1);
    m_memory = new PaneMemory(workspace.settings, u"messages"_s, split, detailsWidth);
    new DetailsPage(theme, this, split, m_details);
    auto *foot = new QHBoxLayout;
    foot->setSpacing(0);
    foot->addWidget(m_composer, 1);
    foot->addWidget(m_traffic);
    m_traffic->setFixedWidth(detailsWidth);
    m_composer->setFixedHeight(lowFoot);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_band);
    layout->addWidget(makeHead(trail));
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    m_tools = m_frames->takeTools();
    layout->addWidget(m_tools);
    m_toolsLine = makeLine(theme, Qt::Horizontal);
    layout->addWidget(m_toolsLine);
    m_refused = new RefusedPane(theme);
    m_stack = new QStackedWidget;
    m_stack->addWidget(split);
    m_stack->addWidget(m_refused);
    m_stack->setMinimumHeight(leastMiddle);
    layout->addWidget(m_stack, 1);
    layout->addLayout(foot);
    connect(m_refused, &RefusedPane::invocationRequested, this, [this](const QString &requestId) {
        emit openRequested(u"projects"_s, u"invocation/"_s + requestId);
    });
    connect(m_refused, &RefusedPane::tryRequested, this, &Inspector::tryRequested);

    connect(m_frames, &FramesView::currentChanged, this, [this] { m_details->show(m_frames->current()); });
    connect(m_frames, &FramesView::openRequested, m_details, &QWidget::show);
    connect(m_frames, &FramesView::followingChanged, this, [this](bool following) {
        m_pause->setSymbol(following ? u"pause"_s : u"run"_s);
        m_pause->setText(following ? tr("Pause") : tr("Follow"));
    });
    connect(m_details, &FrameDetails::invocationRequested, this, [this](const QString &requestId) {
        emit openRequested(u"projects"_s, u"invocation/"_s + requestId);
    });
    connect(m_details, &FrameDetails::frameRequested, this, [this](int row) { m_frames->select(m_workspace.frames.forgotten() + row); });
    connect(m_composer, &Composer::sendRequested, this, [this](const Message &message) {
        const ConnectionRow *connection = row();
        if (!connection)
            return;
        m_frames->setFollowing(true);
        if (connection->isClient())
            m_workspace.engine.sendFromClient(m_connection, message);
        else
            m_workspace.engine.postToConnection(m_connection, message.body);
    });
    connect(m_composer, &Composer::saveAsTestRequested, this, &Inspector::saveAsTest);
    connect(&workspace.connections, &ConnectionsModel::countsChanged, this, &Inspector::showHead);
    m_tick.setInterval(1000);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (isVisible()) {
            showHead();
            showTraffic();
        }
    });
    m_tick.start();
    m_band->hide();
}

// Narrow windows start with the details closed: the messages need the room.
void Inspector::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < narrow;
    if (std::exchange(m_isNarrow, isNarrow) != isNarrow && !Detached::of(m_details)) {
        m_details->setVisible(!isNarrow);
        if (!isNarrow)
            m_memory->apply();
    }
    m_composer->setFixedHeight(height() < 720 ? lowFoot : tallFoot);
    fitDetails();
}

// The foot's right part stands under the details, as wide as they are.
void Inspector::fitDetails()
{
    const bool open = !m_details->isHidden() && m_details->parentWidget() == m_split;
    if (open && m_isNarrow && m_details->width() > leastDetails)
        m_split->setSizes({ m_split->width() - leastDetails - 1, leastDetails });
    m_traffic->setVisible(open && m_stack->currentIndex() == 0);
    m_traffic->setFixedWidth(open ? qMax(320, m_details->width()) : detailsWidth);
}

bool Inspector::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_details && (event->type() == QEvent::Resize || event->type() == QEvent::ShowToParent || event->type() == QEvent::HideToParent))
        fitDetails();
    return QWidget::eventFilter(object, event);
}

QWidget *Inspector::makeHead(const QString &trail)
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    box->setFixedHeight(52);
    auto *head = new QHBoxLayout(box);
    head->setContentsMargins(16, 0, 16, 0);
    head->setSpacing(8);
    m_back = new Link(theme, trail);
    m_slash = makeLabel(theme, Theme::TypeLevel::Body, Token::T3, u"/"_s);
    m_back->setVisible(!trail.isEmpty());
    m_slash->setVisible(!trail.isEmpty());
    connect(m_back, &Link::clicked, this, &Inspector::backRequested);
    m_name = new Button(theme, Button::Kind::Flat, {}, {});
    m_name->setTitle(true);
    m_name->setAccessibleName(tr("Connection"));
    m_name->setToolTip(tr("Another connection"));
    m_names = new QMenu(m_name);
    connect(m_names, &QMenu::aboutToShow, this, &Inspector::fillNames);
    m_name->setMenu(m_names);
    m_id = new Elided(theme, Theme::TypeLevel::Mono, Token::T2, Qt::ElideMiddle);
    m_id->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state = new Chip(theme);
    m_protocol = new Chip(theme);
    m_tls = new Chip(theme);
    m_facts = new Elided(theme, Theme::TypeLevel::Body, Token::T2);
    m_pause = makeButton(theme, u"pause"_s, tr("Pause"));
    m_pause->setKey(tr("Space"));
    connect(m_pause, &Button::clicked, this, [this] { m_frames->setFollowing(!m_frames->isFollowing()); });
    m_save = makeButton(theme, u"save"_s, tr("Save"));
    m_save->setMenu(makeSaveMenu());
    m_close = new Button(theme, Button::Kind::Danger, u"disconnect"_s, tr("Close"));
    m_close->setMenu(makeCloseMenu());
    for (QWidget *part : std::initializer_list<QWidget *> { m_back, m_slash, m_name, m_id, m_state, m_protocol, m_tls, m_facts })
        head->addWidget(part);
    head->addStretch();
    for (QWidget *part : std::initializer_list<QWidget *> { m_pause, m_save, m_close })
        head->addWidget(part);
    return box;
}

QMenu *Inspector::makeCloseMenu()
{
    auto *menu = new QMenu(this);
    connect(menu->addAction(tr("Normal, 1000")), &QAction::triggered, this, [this] { close(1000, {}); });
    connect(menu->addAction(tr("Going away, 1001")), &QAction::triggered, this, [this] { close(1001, {}); });
    connect(menu->addAction(tr("With a code of your own…")), &QAction::triggered, this, &Inspector::closeCustom);
    menu->addSeparator();
    connect(menu->addAction(tr("Cut without goodbye")), &QAction::triggered, this, &Inspector::cut);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        // Only the host can drop a line; a client of ours says goodbye.
        menu->actions().last()->setEnabled(row() && !row()->isClient());
    });
    return menu;
}

QMenu *Inspector::makeSaveMenu()
{
    auto *menu = new QMenu(this);
    for (int i = 0; i < saveKinds().size(); ++i)
        connect(menu->addAction(QCoreApplication::translate("Copies", saveKinds().at(i).title)), &QAction::triggered, this, [this, i] { save(i); });
    return menu;
}

// Those that are open, then the latest others; of the same kind as this one.
void Inspector::fillNames()
{
    m_names->clear();
    const ConnectionsModel &model = m_workspace.connections;
    for (const bool open : { true, false }) {
        for (int i = model.rowCount() - 1; i >= 0 && m_names->actions().size() < mostNames; --i) {
            const ConnectionRow &other = model.row(i);
            if (other.id().isEmpty() || (other.state == ConnectionRow::State::Open) != open)
                continue;
            QAction *action = m_names->addAction(u"%1   %2"_s.arg(other.title(), model.index(i, ConnectionsModel::State).data().toString()));
            action->setCheckable(true);
            action->setChecked(other.id() == m_connection);
            connect(action, &QAction::triggered, this, [this, id = other.id()] { emit chosen(id); });
        }
        if (open && !m_names->isEmpty())
            m_names->addSeparator();
    }
}

const ConnectionRow *Inspector::row() const
{
    return m_workspace.connections.connection(m_connection);
}

void Inspector::setConnection(const QString &connectionId)
{
    m_connection = connectionId;
    const ConnectionRow *connection = row();
    const bool remote = connection && isRemote(connection->opened.url);
    m_frames->setRemote(connection && connection->isClient());
    m_frames->setConnection(connectionId.isEmpty() ? u"none"_s : connectionId);
    m_band->setVisible(remote);
    if (remote)
        m_band->setPlaces(placesOf(connection->opened.url));
    m_details->show(nullptr);
    showHead();
    showTraffic();
}

void Inspector::showHead()
{
    const ConnectionRow *connection = row();
    if (!connection)
        return;
    const bool open = connection->state == ConnectionRow::State::Open;
    m_name->setText(connection->title());
    m_id->setText(connection->isClient() ? Masking::maskedUrl(connection->opened.url) : connection->opened.name.isEmpty() ? QString() : connection->id());
    m_id->setElides(connection->isClient());   // an address may be, an id never
    m_id->setVisible(!m_id->text().isEmpty());
    const qint64 end = open ? QDateTime::currentMSecsSinceEpoch() : connection->closedAt;
    if (connection->state == ConnectionRow::State::Refused)
        m_state->setLook({ connection->refused.status > 0 ? tr("Refused, %1").arg(connection->refused.status) : tr("Refused"), u"failed"_s, {}, false });
    else
        m_state->setLook(open ? ChipLook { tr("Open %1").arg(openForText(end - connection->openedAt)), u"passed"_s, {}, true }
                              : ChipLook { tr("Closed after %1").arg(openForText(end - connection->openedAt)), {}, {}, true });
    m_protocol->setVisible(!connection->opened.subprotocol.isEmpty());
    m_protocol->setLook({ connection->opened.subprotocol, {}, {}, false });
    m_tls->setVisible(connection->state != ConnectionRow::State::Refused);
    m_tls->setLook({ connection->opened.secure ? tr("TLS") : tr("no TLS"), {}, connection->opened.secure ? u"lock"_s : QString(), false });
    QString facts;
    if (connection->state == ConnectionRow::State::Closed) {
        facts = tr("%1 %2, by the %3").arg(connection->closed.code).arg(closeCodeWord(connection->closed.code), connection->closed.closedBy);
    } else if (connection->state == ConnectionRow::State::Refused) {
        facts = connection->refused.reason;
    }
    m_facts->setText(facts);
    m_facts->setToolTip(connection->state == ConnectionRow::State::Refused ? connection->refused.remedy : QString());
    m_close->setEnabled(open);
    m_composer->setConnection(connection, connection->isClient() && isRemote(connection->opened.url));
    const bool refused = connection->state == ConnectionRow::State::Refused;
    if (refused)
        m_refused->show(*connection, m_workspace.invocations.invocation(connection->refused.requestId));
    m_stack->setCurrentIndex(refused ? 1 : 0);
    for (QWidget *part : std::initializer_list<QWidget *> { m_composer, m_tools, m_toolsLine, m_pause, m_save, m_close })
        part->setVisible(!refused);
    m_traffic->setVisible(!refused && !m_details->isHidden() && m_details->parentWidget() == m_split);
}

void Inspector::showTraffic()
{
    QList<double> sent(seconds, 0);
    QList<double> received(seconds, 0);
    QList<double> answers;
    const FramesModel &frames = m_workspace.frames;
    const ConnectionRow *connection = row();
    // Of a closed one, its last minute.
    const qint64 now = connection && connection->closedAt ? connection->closedAt : QDateTime::currentMSecsSinceEpoch();
    for (int i = frames.rowCount() - 1; i >= 0; --i) {
        const FrameRow &frame = frames.row(i);
        const qint64 age = (now - frame.at) / 1000;
        if (age >= seconds)
            break;
        if (frame.isControl() || frame.connectionId != m_connection || age < 0)
            continue;
        (frame.toService ? sent : received)[seconds - 1 - age] += 1;
        if (frame.toService && frame.tookMs >= 0)
            answers << frame.tookMs;
    }
    m_traffic->setValues(sent, received, answers);
}

void Inspector::close(int code, const QString &reason)
{
    const ConnectionRow *connection = row();
    if (connection && connection->isClient())
        m_workspace.engine.closeClient(m_connection, code, reason);
    else if (connection)
        m_workspace.engine.closeConnection(m_connection, code, reason);
}

void Inspector::closeCustom()
{
    bool taken = false;
    const QString text = QInputDialog::getText(this, tr("Close"), tr("Code from 3000 to 4999, and a reason"), QLineEdit::Normal, u"4000 "_s, &taken);
    const int code = text.section(u' ', 0, 0).toInt();
    if (!taken)
        return;
    if (code >= 3000 && code < 5000)
        close(code, text.section(u' ', 1).trimmed());
    else
        QMessageBox::warning(this, tr("Close"), tr("%1 is not a code a program may send. Use 3000 to 4999.").arg(text.section(u' ', 0, 0)));
}

void Inspector::cut()
{
    m_workspace.engine.cutConnection(m_connection);
}

void Inspector::save(int kind)
{
    const ConnectionRow *connection = row();
    if (!connection)
        return;
    const SaveKind &wanted = saveKinds().at(kind);
    const QString suffix = QLatin1StringView(wanted.id) == "yaml"_L1 ? u"greenroom.yaml"_s : QString(QLatin1StringView(wanted.id));
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the messages"), u"%1.%2"_s.arg(connection->title(), suffix));
    if (path.isEmpty())
        return;
    QSaveFile file(path);
    const QByteArray bytes = wanted.make(m_frames->shown(), *connection);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size() || !file.commit())
        QMessageBox::warning(this, tr("Save"), tr("The messages could not be written to %1: %2").arg(path, file.errorString()));
}

void Inspector::saveAsTest()
{
    TestStepDialog dialog(m_workspace.theme, suiteStep(m_frames->shown()), this);
    dialog.exec();
}

} // namespace greenroom
