// SPDX-FileCopyrightText: 2026 Greenroom contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "pages/settingspage.h"

#include "actions.h"
#include "settings.h"
#include "widgets/pieces.h"
#include "widgets/segments.h"
#include "workspace.h"

#include <QDesktopServices>
#include <QHBoxLayout>
#include <QUrl>
#include <QGridLayout>
#include <QLineEdit>
#include <QScrollArea>
#include <QVBoxLayout>

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
    for (const auto &[title, hint, part] : { std::tuple { tr("Colours"), tr("Changing them repaints at once."), colours() },
                                             std::tuple { tr("Editor"), tr("A command with %file, %line and %column. Empty: the first known editor that is installed."), editor() },
                                             std::tuple { tr("Data"), tr("Runs, messages and logs are kept on this computer, readable by you only. The oldest messages go first."), data() },
                                             std::tuple { tr("Licences"), tr("Greenroom %1, GPL-3.0-or-later. It is built on:").arg(QLatin1StringView(GREENROOM_VERSION)), licences() } }) {
        if (sections->count() > 1) {
            sections->addSpacing(10);
            sections->addWidget(makeLine(theme, Qt::Horizontal));
        }
        sections->addSpacing(16);
        sections->addWidget(makeLabel(theme, Theme::TypeLevel::BodyBold, Token::T1, title));
        QLabel *line = makeLabel(theme, Theme::TypeLevel::Body, Token::T2, hint);
        line->setWordWrap(true);
        sections->addWidget(line);
        sections->addWidget(part);
    }
    sections->addStretch();
    auto *ground = new QWidget;   // the stage shows through, with its round corners
    auto *middle = new QHBoxLayout(ground);
    middle->setContentsMargins(24, 0, 24, 0);
    middle->addStretch(1);
    middle->addWidget(column, 100);
    middle->addStretch(1);
    auto *scroll = new QScrollArea;
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

QWidget *SettingsPage::licences()
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
    return box;
}

} // namespace greenroom
