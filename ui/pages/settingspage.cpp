// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/settingspage.h"

#include "actions.h"
#include "settings.h"
#include "widgets/pieces.h"
#include "widgets/segments.h"
#include "workspace.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QSysInfo>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>
#include <tuple>

using namespace Qt::StringLiterals;

namespace greenroom {

namespace {

struct Library
{
    const char *name;
    const char *license;
    const char *use;
};

// What the program is built on, with its licence.
constexpr Library libraries[] = {
    { "Qt 6", "LGPL-3.0-only", QT_TRANSLATE_NOOP("Library", "window, sockets, database") },
    { "yaml-cpp", "MIT", QT_TRANSLATE_NOOP("Library", "project and suite files") },
    { "gumbo", "Apache-2.0", QT_TRANSLATE_NOOP("Library", "reading pages") },
    { "libxml2", "MIT", QT_TRANSLATE_NOOP("Library", "XPath and CSS selectors") },
    { "OpenSSL", "Apache-2.0", QT_TRANSLATE_NOOP("Library", "the local certificate") },
    { "Boost.Beast", "BSL-1.0", QT_TRANSLATE_NOOP("Library", "reading HTTP heads") },
};

QString diagnostics()
{
    return u"Greenroom %1\nQt %2 (%3)\n%4, kernel %5, %6\nScale %7\n"_s.arg(
        QLatin1StringView(GREENROOM_VERSION), QLatin1StringView(qVersion()), QGuiApplication::platformName(), QSysInfo::prettyProductName(),
        QSysInfo::kernelVersion(), QSysInfo::currentCpuArchitecture(), QString::number(qApp->devicePixelRatio()));
}

} // namespace

SettingsPage::SettingsPage(Workspace &workspace, QWidget *parent)
    : Page(parent)
    , m_workspace(workspace)
{
    const Theme &theme = workspace.theme;
    auto *column = new QWidget;
    column->setMaximumWidth(720);
    auto *sections = new QVBoxLayout(column);
    sections->setContentsMargins(0, 28, 0, 24);
    sections->setSpacing(6);
    sections->addWidget(makeLabel(theme, Theme::TypeLevel::Title, Token::T1, tr("Settings")));
    auto *search = new QLineEdit;
    search->setPlaceholderText(tr("Search the settings"));
    search->setAccessibleName(search->placeholderText());
    search->addAction(theme.icon(u"search"_s, Token::T3), QLineEdit::LeadingPosition);
    connect(search, &QLineEdit::textChanged, this, &SettingsPage::search);
    sections->addSpacing(6);
    sections->addWidget(search);
    const std::tuple<QString, QString, QWidget *> parts[] = {
        { tr("Colours"), tr("Light, dark or high contrast. Changing them repaints at once."), colours() },
        { tr("Rows"), tr("How close the rows of lists stand."), rows() },
        { tr("Motion"), tr("Reduced: nothing turns; what runs changes twice a second."), motion() },
        { tr("Size"), tr("Of everything in the window. It holds from the next start."), sizes() },
        { tr("Editor"), tr("A command with %file, %line and %column. Empty: the first known editor that is installed."), editor() },
        { tr("Data"), tr("Runs, messages and logs are kept on this computer, readable by you only. The oldest messages go first."), data() },
        { tr("About"), tr("Greenroom %1, GPL-3.0-or-later, with Qt %2 on %3. It is built on:").arg(QLatin1StringView(GREENROOM_VERSION), QLatin1StringView(qVersion()), QSysInfo::prettyProductName()), about() },
    };
    for (const auto &[title, hint, part] : parts)
        sections->addWidget(section(title, hint, part));
    sections->addStretch();
    auto *ground = new QWidget;   // the stage shows through, with its round corners
    auto *middle = new QHBoxLayout(ground);
    middle->setContentsMargins(24, 0, 24, 0);
    middle->addStretch(1);
    middle->addWidget(column, 100);
    middle->addStretch(1);
    m_scroll = new QScrollArea;
    QScrollArea *scroll = m_scroll;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(ground);
    scroll->viewport()->setAutoFillBackground(false);
    ground->setAutoFillBackground(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(scroll);
}

QWidget *SettingsPage::section(const QString &title, const QString &hint, QWidget *part)
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 10, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(makeLine(theme, Qt::Horizontal));
    layout->addSpacing(10);
    layout->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, title));
    QLabel *line = makeLabel(theme, Theme::TypeLevel::Body, Token::T2, hint);
    line->setWordWrap(true);
    layout->addWidget(line);
    layout->addWidget(part, 0, part->sizePolicy().horizontalPolicy() == QSizePolicy::Fixed ? Qt::AlignLeft : Qt::Alignment());
    m_sections << Section { title + u' ' + hint, box };
    return box;
}

// Every word somewhere in a section's title or hint.
void SettingsPage::search(const QString &text)
{
    const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
    for (const Section &section : std::as_const(m_sections)) {
        section.box->setVisible(std::all_of(words.begin(), words.end(), [&section](const QString &word) {
            return section.words.contains(word, Qt::CaseInsensitive);
        }));
    }
}

void SettingsPage::open(const QString &path)
{
    for (const Section &section : std::as_const(m_sections)) {
        if (section.words.startsWith(path, Qt::CaseInsensitive))
            m_scroll->ensureWidgetVisible(section.box);
    }
}

QWidget *SettingsPage::rows()
{
    auto *choices = new Segments(m_workspace.theme, Segments::Choice::One);
    for (const auto &[density, text] : { std::pair { Theme::Density::Compact, tr("Compact") }, std::pair { Theme::Density::Normal, tr("Normal") }, std::pair { Theme::Density::Roomy, tr("Roomy") } })
        choices->add(QString::number(int(density)), text);
    choices->setChosen(QString::number(m_workspace.theme.rowHeight()));
    connect(choices, &Segments::changed, this, [this, choices] {
        m_workspace.settings.setDensity(Theme::Density(choices->chosen().toInt()));
        m_workspace.theme.setDensity(m_workspace.settings.density());
    });
    return choices;
}

QWidget *SettingsPage::motion()
{
    auto *choices = new Segments(m_workspace.theme, Segments::Choice::One);
    choices->add(u"full"_s, tr("Full"));
    choices->add(u"reduced"_s, tr("Reduced"));
    choices->setChosen(m_workspace.settings.hasReducedMotion() ? u"reduced"_s : u"full"_s);
    connect(choices, &Segments::changed, this, [this, choices] {
        m_workspace.settings.setReducedMotion(choices->isChosen(u"reduced"_s));
        m_workspace.theme.setReducedMotion(m_workspace.settings.hasReducedMotion());
    });
    return choices;
}

QWidget *SettingsPage::sizes()
{
    auto *choices = new Segments(m_workspace.theme, Segments::Choice::One);
    for (const char *scale : { "1", "1.25", "1.5", "2" })
        choices->add(QLatin1StringView(scale), tr("× %1").arg(QLatin1StringView(scale)));
    choices->setChosen(QString::number(m_workspace.settings.scale()));
    connect(choices, &Segments::changed, this, [this, choices] { m_workspace.settings.setScale(choices->chosen().toDouble()); });
    return choices;
}

QWidget *SettingsPage::colours()
{
    auto *choices = new Segments(m_workspace.theme, Segments::Choice::One);
    const QList<std::pair<QString, QString>> words { { u"system"_s, tr("As the system") }, { u"light"_s, tr("Light") }, { u"dark"_s, tr("Dark") }, { u"high"_s, tr("High contrast") } };
    for (const auto &[id, text] : words)
        choices->add(id, text);
    choices->setChosen(words[int(m_workspace.settings.themeChoice())].first);
    connect(choices, &Segments::changed, this, [this, choices, words] {
        for (int i = 0; i < words.size(); ++i) {
            if (choices->isChosen(words[i].first))
                m_workspace.settings.setThemeChoice(Settings::ThemeChoice(i));
        }
        m_workspace.theme.setVariant(m_workspace.settings.variant());
    });
    return choices;
}

QWidget *SettingsPage::editor()
{
    auto *command = new QLineEdit(m_workspace.settings.text(u"editor"_s));
    command->setFont(m_workspace.theme.font(Theme::TypeLevel::Mono));
    command->setPlaceholderText(u"code -g %file:%line:%column"_s);
    command->setAccessibleName(tr("Editor command"));
    connect(command, &QLineEdit::editingFinished, this, [this, command] { m_workspace.settings.setText(u"editor"_s, command->text().trimmed()); });
    return command;
}

QWidget *SettingsPage::data()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    QLabel *folder = makeLabel(theme, Theme::TypeLevel::Mono, Token::T1, m_workspace.actions.dataFolder());
    folder->setTextInteractionFlags(Qt::TextSelectableByMouse);
    Button *show = makeButton(theme, u"open-external"_s, tr("Show folder"));
    show->setSize(Button::Size::Small);
    connect(show, &Button::clicked, this, [this] { QDesktopServices::openUrl(QUrl::fromLocalFile(m_workspace.actions.dataFolder())); });
    row->addWidget(folder);
    row->addWidget(show);
    row->addStretch();
    return box;
}

QWidget *SettingsPage::about()
{
    const Theme &theme = m_workspace.theme;
    auto *box = new QWidget;
    auto *grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(4);
    int row = 0;
    for (const Library &library : libraries) {
        grid->addWidget(makeLabel(theme, Theme::TypeLevel::BodyMedium, Token::T1, QLatin1StringView(library.name)), row, 0);
        grid->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T2, QLatin1StringView(library.license)), row, 1);
        grid->addWidget(makeLabel(theme, Theme::TypeLevel::Body, Token::T3, QCoreApplication::translate("Library", library.use)), row++, 2);
    }
    grid->setColumnStretch(2, 1);
    Button *copy = makeButton(theme, u"copy"_s, tr("Copy diagnostics"));
    copy->setSize(Button::Size::Small);
    copy->setToolTip(tr("Versions and places for a report; no names, no messages"));
    connect(copy, &Button::clicked, this, [] { QGuiApplication::clipboard()->setText(diagnostics()); });
    grid->addWidget(copy, row, 0, Qt::AlignLeft);
    return box;
}

} // namespace greenroom
